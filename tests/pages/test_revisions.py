"""The history of a document: every revision is listed, compared, restored, named, and by an admin redacted."""

import pytest
from django.db import connection
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from incidents.importing import import_files
from incidents.models import Comment, Conflict, Draft, Event, ImportRun, Revision
from incidents.people import Member
from incidents.revising import revise
from incidents.sources import open_sources
from kb.catalogue import learn, learn_all
from kb.models import Cause, SearchWord

pytestmark = pytest.mark.django_db

FIRST = "---\ntitle: Pool\n---\n# Pool\n\nThe password is swordfish.\n\n## Root Cause\n\n1. Nobody closed it.\n"
SECOND = "---\ntitle: Pool\n---\n# Pool\n\nNo password here.\n\n## Root Cause\n\n1. A job kept it open.\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "pool.md").write_text(FIRST)
    return tmp_path / "notes"


@pytest.fixture
def document(folder):
    """A note as imported, which Ann changed."""
    found = import_all(folder)[0].document
    learn(revise(found, SECOND.encode(), by="Ann", why="Say what it was"))
    return found


@pytest.fixture
def people(django_user_model):
    """The reader, the writer and the admin."""
    users = {name: django_user_model.objects.create(username=name) for name in ("vic", "cora", "ada")}
    Member.objects.create(user=users["cora"], role="contributor")
    django_user_model.objects.filter(username="ada").update(is_superuser=True)
    return {name: django_user_model.objects.get(username=name) for name in users}


def import_all(folder):
    with open_sources([str(folder)]) as sources:
        return list(import_files(sources, ImportRun.objects.create(), learn_all))


def page(client, name, document, *numbers, **query):
    return client.get(reverse(name, args=[document.pk, *numbers]), query)


def post(client, name, document, number, **values):
    return client.post(reverse(name, args=[document.pk, number]), values, follow=True)


def test_every_revision_is_listed_with_who_and_why(client, document):
    history = page(client, "revisions", document)
    for said in ("Revision 1", "imported", "Revision 2", "by Ann", "Say what it was", "History (2)"):
        assertContains(history, said)
    assertContains(history, "A job kept it open.")


def test_events_stand_between_the_revisions_they_came_between(client, document):
    Event.objects.create(document=document, kind="published", name="Bert", why="It is done")
    revise(document, FIRST.encode(), by="Ann", why="Back again")
    text = page(client, "revisions", document).content.decode()
    assert text.index("Back again") < text.index("It is done") < text.index("Say what it was")


def test_more_revisions_ask_no_more_questions(client, document, django_assert_max_num_queries):
    page(client, "revisions", document)
    for number in range(12):
        revise(document, f"# Pool\n\nTry {number}.\n".encode(), by="Ann")
    with django_assert_max_num_queries(12):
        assertContains(page(client, "revisions", document), "History (14)")


def test_a_long_history_comes_in_pages(client, document):
    for number in range(25):
        revise(document, f"# Pool\n\nTry {number}.\n".encode(), by="Ann")
    assertContains(page(client, "revisions", document), "Page 1 of 2")
    assertContains(page(client, "revisions", document, page=2), "Revision 1<")


def test_two_are_compared_with_words_for_who_sees_no_colour(client, document):
    compared = page(client, "revisions_compare", document)
    assertContains(compared, '<del><span class="sign" aria-hidden="true">−</span><span class="hidden">removed: </span>')
    assertContains(compared, '<ins><span class="sign" aria-hidden="true">+</span><span class="hidden">added: </span>')
    assertContains(compared, "in 2 changes")


def test_the_findings_that_an_edit_brought_and_took_are_told(client, document):
    compared = page(client, "revisions_compare", document, **{"from": 1, "to": 2})
    added, removed = (compared.context["findings"].added, compared.context["findings"].removed)
    assert ([one.text for one in added], [one.text for one in removed]) == (
        ["A job kept it open."],
        ["Nobody closed it."],
    )


@pytest.mark.parametrize("view, said", [("side", 'class="diff side"'), ("rendered", "compared-rendered")])
def test_they_are_shown_side_by_side_and_rendered(client, document, view, said):
    assertContains(page(client, "revisions_compare", document, **{"as": view}), said)


def test_what_was_imported_last_is_compared_by_its_name(client, document):
    compared = page(client, "revisions_compare", document, **{"from": "source"})
    assert (compared.context["old"].number, compared.context["new"].number) == (1, 2)


@pytest.mark.parametrize("wrong", [{"from": 17}, {"to": "x"}, {"as": "upside-down"}, {"page": "0"}])
def test_what_is_not_there_cannot_be_compared(client, document, wrong):
    assert page(client, "revisions_compare", document, **wrong).status_code == 404


def test_much_that_changed_comes_in_pages(client, document):
    revise(document, "".join(f"line {number}\n" for number in range(3_000)).encode(), by="Ann")
    first = page(client, "revisions_compare", document)
    assertContains(first, "Page 1 of")
    last = page(client, "revisions_compare", document, page=first.context["page"].paginator.num_pages)
    assertContains(last, "line 2999")


def test_a_change_of_line_ends_alone_is_told(client, document):
    revise(document, SECOND.replace("\n", "\r\n").encode(), by="Ann")
    assertContains(page(client, "revisions_compare", document), "The same words. The files differ in their encoding")


def test_an_old_one_says_that_it_is_old(client, document):
    then = page(client, "revision", document, 1)
    assertContains(then, "Revision 2 is the newest")
    assertContains(then, "The password is swordfish.")
    assertContains(page(client, "revision", document, 1, **{"as": "source"}), 'id="S6"')
    assertNotContains(page(client, "revision", document, 2), "is the newest")


def test_restoring_makes_a_new_revision_and_is_learnt(client, document, people):
    client.force_login(people["cora"])
    assertContains(post(client, "revision_restore", document, 1, seen=2), "Revision 1 is restored")
    assert (document.latest.number, document.latest.why) == (3, "Restored revision 1")
    assert bytes(document.latest.content).decode() == FIRST
    assert [cause.text for cause in Cause.objects.all()] == ["Nobody closed it."]


def test_what_was_written_meanwhile_is_not_overwritten(client, document, people):
    client.force_login(people["cora"])
    revise(document, b"# Newer\n", by="Bert")
    assertContains(post(client, "revision_restore", document, 1, seen=2), "Revision 3 was written meanwhile")
    assert document.latest.number == 3


def test_a_name_is_given_and_is_a_row_of_history(client, document, people):
    client.force_login(people["cora"])
    history = post(client, "revision_mark", document, 1, mark="As sent to the bank")
    assertContains(history, "As sent to the bank")
    assert Event.objects.get(kind="marked").revision == 1
    post(client, "revision_mark", document, 1, mark="")
    assert document.revisions.get(number=1).mark == ""


@pytest.mark.parametrize("name", ["revision_restore", "revision_mark", "revision_redact"])
@pytest.mark.parametrize("who", ["vic", None])
def test_who_only_reads_changes_nothing(client, document, people, name, who):
    if who:
        client.force_login(people[who])
    before = document.revisions.count(), Event.objects.count()
    assert post(client, name, document, 1, seen=2, mark="Mine", why="So").status_code == 403
    assert (document.revisions.count(), Event.objects.count()) == before


def test_a_document_that_one_may_not_see_has_no_history(client, document, people):
    document.visibility = "restricted"
    document.save(update_fields=["visibility"])
    client.force_login(people["cora"])
    for name, *numbers in (("revisions",), ("revisions_compare",), ("revision", 1)):
        assert page(client, name, document, *numbers).status_code == 404


def test_the_newest_is_not_redacted(client, document, people):
    client.force_login(people["ada"])
    assertContains(post(client, "revision_redact", document, 2, why="Secret"), "write a new revision without it first")
    assert document.latest.text == SECOND


def test_redacted_a_text_is_gone_and_its_stub_says_by_whom(client, document, people):
    client.force_login(people["ada"])
    assertContains(page(client, "revision_redact", document, 1), "Redact revision 1")
    assertRedirects(
        post(client, "revision_redact", document, 1, why="A password"), reverse("revisions", args=[document.pk])
    )
    gone = document.revisions.get(number=1)
    assert (bytes(gone.content), gone.text, gone.redacted_by, gone.name) == (b"", "", "ada", "")
    assert Event.objects.get(kind="redacted").why == "A password"
    for name, *numbers in (("revisions",), ("revisions_compare",), ("revision", 1)):
        assertContains(page(client, name, document, *numbers), "A password")
    assertContains(page(client, "document_raw", document), "was redacted on", status_code=410)


def test_nothing_of_the_text_is_left_in_the_database(client, document, people):
    client.force_login(people["ada"])
    Draft.objects.create(document=document, user=people["cora"], base=1, text=FIRST)
    Comment.objects.create(document=document, name="Bert", text="Oh!", revision=1, quote="swordfish")
    Conflict.objects.create(document=document, path="pool.md", content=FIRST.encode(), sha256=sha(document, 1))
    assert SearchWord.objects.filter(word="swordfish").exists()
    post(client, "revision_redact", document, 1, why="A password")
    assert tables_holding("swordfish") == []
    assert SearchWord.objects.filter(word="password").exists()


def test_the_same_text_restored_and_left_again_is_redacted_with_it(client, document, people):
    client.force_login(people["ada"])
    revise(document, FIRST.encode(), by="Ann")
    revise(document, SECOND.encode(), by="Ann")
    assertContains(page(client, "revision_redact", document, 1), "Revision 3 of this document says")
    post(client, "revision_redact", document, 1, why="A password")
    assert list(Revision.objects.exclude(redacted_at=None).values_list("number", flat=True)) == [1, 3]


def test_its_file_does_not_bring_a_redacted_text_back(client, document, people, folder):
    client.force_login(people["ada"])
    post(client, "revision_redact", document, 1, why="A password")
    assert [one.result for one in import_all(folder)] == ["unchanged"]
    (folder / "pool.md").write_text(FIRST.replace("swordfish", "changed"))
    assert [one.result for one in import_all(folder)] == ["conflict"]
    assertContains(client.get(Conflict.objects.get(resolved_at=None).get_absolute_url()), "Ours: here")


def sha(document, number):
    return document.revisions.get(number=number).sha256


def tables_holding(word):
    """The tables in which any column of any row holds the word, whatever wrote it there."""
    with connection.cursor() as cursor:
        tables = [
            name for name in connection.introspection.table_names(cursor) if not name.startswith("django_session")
        ]
        return [name for name in tables if any(word in said for said in _said_in(cursor, name))]


def _said_in(cursor, table):
    cursor.execute(f'SELECT * FROM "{table}"')
    for row in cursor.fetchall():
        yield from (bytes(v).decode("latin-1") if isinstance(v, bytes | memoryview) else str(v) for v in row)
