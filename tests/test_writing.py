"""What a save comes to when others saved meanwhile: both changes, or a conflict, and never a false one."""

import pytest
from django.utils import timezone

from incidents.models import Document, Revision
from incidents.revising import Outdated, delete, revise
from incidents.writing import Attempt, Result, begin, save, with_failure

pytestmark = pytest.mark.django_db

TEXT = "# Orders down\n\nIt began at ten.\n\nNobody was paged.\n\nThe pool ran dry.\n"
HERS = TEXT.replace("ten", "nine")
HIS = TEXT.replace("ran dry", "was empty")
HIS_SAME_LINE = TEXT.replace("ten", "eleven")


@pytest.fixture
def document():
    return begin(TEXT, "incidents/2026-03-04-orders", by="Ann", visibility="open")


def put(document, text, base, by="Ben", why=""):
    return save(document, Attempt(text, base, why), by=by).result


def test_a_save_is_the_next_revision_with_its_author_and_reason(document):
    assert put(document, HERS, 1, by="Ann", why="The log says nine.") == Result.SAVED
    assert [(one.number, one.name, one.why, one.origin) for one in document.revisions.all()][1] == (
        (2, "Ann", "The log says nine.", "person")
    )


def test_changes_of_other_lines_are_in_one_text(document):
    put(document, HERS, 1, by="Ann")
    assert put(document, HIS, 1) == Result.MERGED
    assert document.latest.text == HERS.replace("ran dry", "was empty")
    assert document.latest.origin == "merge"


def test_changes_of_one_line_are_stored_only_when_people_decided(document):
    put(document, HERS, 1, by="Ann")
    saved = save(document, Attempt(HIS_SAME_LINE, 1), by="Ben")
    assert (saved.result, document.latest.text) == (Result.CONFLICT, HERS)
    [place] = saved.merged.conflicts
    assert (place.ours, place.theirs) == (("It began at eleven.\n",), ("It began at nine.\n",))


@pytest.mark.parametrize(
    "takes, line",
    [
        (["ours"], "It began at eleven.\n"),
        (["theirs"], "It began at nine.\n"),
        (["both"], "It began at nine.\nIt began at eleven.\n"),
    ],
)
def test_each_place_is_decided_by_itself(document, takes, line):
    put(document, HERS, 1, by="Ann")
    merged = save(document, Attempt(HIS_SAME_LINE + "More.\n", 1), by="Ben").merged
    assert merged.decided(takes) == TEXT.replace("It began at ten.\n", line) + "More.\n"


def test_what_was_decided_is_merged_with_what_came_since(document):
    put(document, HERS, 1, by="Ann")
    put(document, HERS + "More.\n", 2, by="Cid")
    assert put(document, HIS_SAME_LINE, 2) == Result.MERGED
    assert document.latest.text == HIS_SAME_LINE + "More.\n"


def test_a_text_that_stands_already_makes_no_revision(document):
    assert put(document, TEXT, 1) == Result.UNCHANGED
    put(document, HERS, 1, by="Ann")
    assert put(document, HERS, 1) == Result.UNCHANGED
    assert document.revisions.count() == 2


def test_an_older_page_that_nobody_typed_in_takes_nothing_back(document):
    put(document, HERS, 1, by="Ann")
    assert put(document, TEXT, 1) == Result.UNCHANGED
    assert document.latest.text == HERS


def test_what_was_taken_back_meanwhile_is_no_conflict(document):
    put(document, HERS, 1, by="Ann")
    put(document, TEXT, 2, by="Ann")
    assert put(document, HIS_SAME_LINE, 1) == Result.SAVED


def test_fields_of_the_document_are_no_conflict(document):
    Document.objects.update(visibility="restricted", state="review", locked=True)
    assert put(document, HERS, 1) == Result.SAVED


def test_the_same_words_with_other_ends_of_lines_are_no_conflict(document):
    revise(document, TEXT.replace("\n", "\r\n").encode(), by="an import")
    assert put(document, HERS, 1) == Result.SAVED
    assert bytes(document.latest.content) == HERS.replace("\n", "\r\n").encode()


def test_what_an_import_wrote_is_merged_as_any_other(document):
    revise(document, HIS.encode(), by="the source")
    Revision.objects.filter(number=2).update(origin=Revision.Origin.IMPORT)
    assert put(document, HERS, 1, by="Ann") == Result.MERGED


@pytest.mark.parametrize("newest", [1, 2])
def test_who_began_from_a_redacted_revision_decides_over_all_of_it(document, newest):
    put(document, [TEXT, HERS][newest - 1], 1)
    document.revisions.filter(number=1).update(redacted_at=timezone.now(), text="", content=b"")
    assert put(document, HIS, 1) == Result.CONFLICT
    assert document.revisions.count() == newest


def test_a_document_that_was_deleted_meanwhile_takes_no_text(document):
    delete(document, by="Cid")
    with pytest.raises(Outdated, match="deleted"):
        put(document, HERS, 1)


def test_two_documents_with_one_name_have_places_of_their_own(document):
    other = begin(TEXT, "incidents/2026-03-04-orders", by="Ann", visibility="open")
    assert (document.path, other.path) == (
        "written/incidents/2026-03-04-orders.md",
        "written/incidents/2026-03-04-orders-2.md",
    )


@pytest.mark.parametrize(
    "text, failure, whole",
    [
        ("## Error message\n\n```text\n\n```\n", "Boom\n", "## Error message\n\n```text\nBoom\n```\n"),
        ("# Blank\n", "Boom", "# Blank\n\n## Error message\n\n```text\nBoom\n```\n"),
        ("# Blank\n", "a ``` b", "# Blank\n\n## Error message\n\n````text\na ``` b\n````\n"),
    ],
)
def test_a_failure_stands_in_a_block_that_holds_it(text, failure, whole):
    assert with_failure(text, failure) == whole
