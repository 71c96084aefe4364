"""A document is deleted with a reason, leaves nothing of what only it said, and can be brought back as it was."""

import pytest
from django.core.management import call_command
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from incidents.models import Document
from incidents.revising import delete as take_away
from kb.models import Cause, Evidence, Rule, SignatureCause

pytestmark = pytest.mark.django_db

NOTE = "# {}\n\n## Root Cause\n\n1. {}\n\n## Prevention\n\n- Watch the pool.\n"
FIRST = NOTE.format("Orders down", "`PoolError: the pool of orders ran dry`")
SECOND = NOTE.format("Invoices down", "A transaction stayed open.")


@pytest.fixture
def document(tmp_path):
    (tmp_path / "first.md").write_text(FIRST)
    (tmp_path / "second.md").write_text(SECOND)
    call_command("import_documents", str(tmp_path), verbosity=0)
    return Document.objects.get(title="Orders down")


def delete(client, document, why="A drill."):
    return client.post(reverse("document_delete", args=[document.pk]), {"why": why}, follow=True)


def learnt():
    return sorted(Cause.objects.values_list("text")), sorted(Rule.objects.values_list("text")), Evidence.objects.count()


def test_it_is_asked_first_and_a_reason_is_wanted(client, document):
    assertContains(client.get(document.get_absolute_url()), reverse("document_delete", args=[document.pk]))
    assertContains(client.get(reverse("document_delete", args=[document.pk])), "Delete “Orders down”?")
    assertContains(delete(client, document, why=""), "This field is required")
    assert Document.objects.count() == 2


def test_deleted_it_is_gone_with_what_only_it_said(client, document):
    assertRedirects(delete(client, document), reverse("documents_deleted"))
    assert client.get(document.get_absolute_url()).status_code == 404
    assertNotContains(client.get(reverse("documents")), "Orders down")
    assert learnt() == ([("A transaction stayed open.",)], [("Watch the pool.",)], 2)
    assert not SignatureCause.objects.filter(document=document).exists()


def test_the_list_says_who_and_why(client, document):
    page = delete(client, document)
    assertContains(page, "Orders down")
    assertContains(page, "by a visitor")
    assertContains(page, "A drill.")


def test_restored_all_is_as_before(client, document):
    before = learnt()
    delete(client, document)
    page = client.post(reverse("document_restore", args=[document.pk]), follow=True)
    assertRedirects(page, document.get_absolute_url())
    assert learnt() == before


def test_it_is_deleted_once(client, document):
    delete(client, document)
    assert client.post(reverse("document_delete", args=[document.pk]), {"why": "Again."}).status_code == 404


def test_an_account_is_named(client, document, django_user_model):
    client.force_login(django_user_model.objects.create(username="ann", first_name="Ann", last_name="Lee"))
    assertContains(delete(client, document), "by Ann Lee")


def test_a_document_gone_from_its_source_says_so(client, document, tmp_path):
    (tmp_path / "first.md").unlink()
    call_command("import_documents", str(tmp_path), verbosity=0)
    assertContains(client.get(document.get_absolute_url()), "Gone from its source since")


def test_nobody_deletes_where_importing_is_turned_off(client, document, settings):
    settings.ALLOW_IMPORTS = False
    assert delete(client, document).status_code == 403
    assertNotContains(client.get(document.get_absolute_url()), "/delete/")


@pytest.fixture
def reports(write, account, settings):
    """Of Ann, on a site where only roles count: one published, one a draft."""
    settings.ALLOW_IMPORTS = False
    ann = account("ann")
    return {state: write(FIRST, ann, name=state, state=state) for state in ("published", "draft")}


ROLES = {"ann": "contributor", "ben": "contributor", "vera": "viewer", "cleo": "curator"}
DELETES = [("ann", {"draft"}), ("ben", set()), ("vera", set()), ("cleo", {"published", "draft"})]


@pytest.mark.parametrize(("name", "states"), DELETES)
def test_curators_delete_all_and_contributors_their_own_drafts(client, reports, account, name, states):
    client.force_login(account(name, ROLES[name]))
    for report in reports.values():
        delete(client, report)
    assert set(Document.everything.deleted().values_list("state", flat=True)) == states


@pytest.mark.parametrize(("name", "states"), DELETES)
def test_who_may_delete_may_restore(client, reports, account, name, states):
    client.force_login(account(name, ROLES[name]))
    for report in reports.values():
        take_away(report, by="Cleo")
        client.post(reverse("document_restore", args=[report.pk]))
    assert set(Document.objects.values_list("state", flat=True)) == states


@pytest.mark.parametrize(("name", "offered"), [("ann", False), ("cleo", True)])
def test_only_what_may_be_done_is_offered(client, reports, account, name, offered):
    client.force_login(account(name, ROLES[name]))
    report = reports["published"]
    assert ("/delete/" in client.get(report.get_absolute_url()).content.decode()) is offered
    take_away(report, by="Cleo")
    assert ("Restore" in client.get(reverse("documents_deleted")).content.decode()) is offered
