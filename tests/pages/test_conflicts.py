"""What an import cannot decide is put before people, with all sides, and decided once."""

import pytest
from django.core.management import call_command
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from incidents.models import Conflict, Document, Duplicate
from incidents.revising import revise
from kb.models import Cause

pytestmark = pytest.mark.django_db

REPORT = "# Orders down\n\n## Root Cause\n\n1. The pool ran dry.\n\n## Prevention\n\n- Watch the pool.\n"
OURS = REPORT.replace("The pool ran dry.", "The pool of ten ran dry.")
THEIRS = REPORT.replace("The pool ran dry.", "A transaction stayed open.")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "report.md").write_text(REPORT)
    call_command("import_documents", str(tmp_path), verbosity=0)
    return tmp_path


@pytest.fixture
def conflict(folder):
    revise(Document.objects.get(), OURS.encode(), by="Ann")
    (folder / "report.md").write_text(THEIRS)
    call_command("import_documents", str(folder), verbosity=0)
    return Conflict.objects.get()


@pytest.fixture
def double(folder):
    (folder / "copy.md").write_text(REPORT)
    call_command("import_documents", str(folder), verbosity=0)
    return Duplicate.objects.get()


def decide(client, conflict, take, text="", seen=2):
    return client.post(conflict.get_absolute_url(), {"take": take, "text": text, "seen": seen}, follow=True)


def causes():
    return set(Cause.objects.values_list("text", flat=True))


def test_an_empty_queue_says_so(client):
    page = client.get(reverse("conflicts"))
    assertContains(page, "No document waits for a decision.")
    assertContains(page, "No file has the text of another.")


def test_the_queue_leads_to_the_conflict(client, conflict):
    assertContains(client.get(reverse("conflicts")), conflict.get_absolute_url())


def test_all_three_sides_are_shown_and_the_text_to_edit(client, conflict):
    page = client.get(conflict.get_absolute_url())
    for line in ("1. The pool ran dry.", "1. The pool of ten ran dry.", "1. A transaction stayed open."):
        assertContains(page, line)
    assertContains(page, "&lt;&lt;&lt;&lt;&lt;&lt;&lt; here")
    assertContains(page, "Changed here by Ann")


@pytest.mark.parametrize(
    "take, cause", [("theirs", "A transaction stayed open."), ("ours", "The pool of ten ran dry.")]
)
def test_one_side_is_taken_and_learnt(client, conflict, take, cause):
    page = decide(client, conflict, take)
    assertRedirects(page, conflict.document.get_absolute_url())
    assert causes() == {cause}


def test_an_edited_text_is_saved(client, conflict):
    decide(client, conflict, "edited", REPORT.replace("The pool ran", "The pool of ten ran, for a transaction,"))
    assert causes() == {"The pool of ten ran, for a transaction, dry."}
    assert bytes(conflict.document.latest.content).count(b"\r") == 0


def test_a_heading_underlined_is_no_mark(client, conflict):
    decide(client, conflict, "edited", "Orders down\n===========\n\n## Root Cause\n\n1. Both happened at once.\n")
    assert causes() == {"Both happened at once."}


def test_a_text_with_marks_left_is_not_saved(client, conflict):
    page = decide(client, conflict, "edited", "# A\n<<<<<<< here\nx\n=======\ny\n>>>>>>> source\n")
    assertContains(page, "still marks of the conflict")
    assertContains(page, "&lt;&lt;&lt;&lt;&lt;&lt;&lt; here\nx")
    assert Conflict.objects.open().exists()


def test_who_saw_an_older_text_is_shown_the_new_one(client, conflict):
    revise(conflict.document, OURS.replace("ten", "twelve").encode(), by="Ben")
    page = decide(client, conflict, "theirs")
    assertContains(page, "This changed while you looked at it")
    assertContains(page, "The pool of twelve ran dry.")
    assert Conflict.objects.open().exists()


def test_what_is_decided_says_so(client, conflict):
    decide(client, conflict, "ours")
    assertContains(client.get(conflict.get_absolute_url()), "by a visitor: our text kept")


@pytest.mark.parametrize("decision, count", [("same", 1), ("own", 2)])
def test_a_double_is_decided(client, double, decision, count):
    assertContains(client.get(reverse("conflicts")), "copy.md")
    page = client.post(reverse("duplicate", args=[double.pk]), {"decision": decision}, follow=True)
    assertNotContains(page, '<th scope="row">')
    assert Document.objects.count() == count
    assert Cause.objects.get().evidence.count() == count


def test_nothing_is_offered_where_importing_is_turned_off(client, conflict, double, settings):
    settings.ALLOW_IMPORTS = False
    for place in (reverse("conflicts"), conflict.get_absolute_url(), reverse("documents_deleted")):
        assert client.get(place).status_code == 403
    assert client.post(reverse("duplicate", args=[double.pk])).status_code == 403


@pytest.mark.parametrize(("role", "status"), [("contributor", 403), ("curator", 200)])
def test_of_a_locked_document_only_its_author_and_curators_decide(client, account, conflict, role, status):
    Document.objects.update(locked=True)
    client.force_login(account("ben", role))
    assert decide(client, conflict, "theirs").status_code == status
    assert Conflict.objects.open().exists() is (status == 403)
