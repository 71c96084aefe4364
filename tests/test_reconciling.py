"""A document that people changed here while its source went on: merged, or put before people, and nothing is lost."""

from io import StringIO

import pytest
from django.core.management import call_command

from incidents.models import Conflict, Document, ImportRun
from incidents.reading.encodings import NotText
from incidents.revising import Outdated, resolve, revise

pytestmark = pytest.mark.django_db

REPORT = """# Orders down

Date: 2026-03-04

## Root Cause

1. The pool ran dry.

## Resolution

- Closed the session.
"""
OURS = REPORT.replace("The pool ran dry.", "The pool of ten ran dry.")
THEIRS_ELSEWHERE = REPORT.replace("03-04", "03-05")
THEIRS_SAME_LINE = REPORT.replace("The pool ran dry.", "A transaction stayed open.")


@pytest.fixture
def file(tmp_path):
    (tmp_path / "report.md").write_text(REPORT)
    sync(tmp_path)
    return tmp_path / "report.md"


@pytest.fixture
def document(file):
    return revise(Document.objects.get(), OURS.encode(), by="Ann", why="How large it was.")


def sync(folder, **options):
    out = StringIO()
    call_command("import_documents", str(folder), stdout=out, **options)
    return out.getvalue()


def last_counts():
    return ImportRun.objects.order_by("pk").last().counts


def texts(document):
    return [(revision.origin, revision.text) for revision in document.revisions.all()]


def causes():
    return list(Document.objects.get().findings.filter(kind="cause").values_list("text", flat=True))


def test_a_revision_of_a_person_says_who_and_why_and_is_what_the_document_says(document):
    revision = document.latest
    assert (revision.number, revision.origin, revision.name, revision.why) == (2, "person", "Ann", "How large it was.")
    assert causes() == ["The pool of ten ran dry."]


def test_a_file_that_is_as_imported_leaves_the_edited_document_alone(document, file):
    sync(file.parent)
    assert last_counts() == {"unchanged": 1}
    assert document.latest.text == OURS


def test_who_started_from_an_older_revision_is_told(document):
    with pytest.raises(Outdated, match="Revision 2 was written meanwhile"):
        revise(document, REPORT.encode(), by="Ben", base=1)


def test_what_cannot_be_read_is_not_stored(document):
    with pytest.raises(NotText):
        revise(document, b"\x89PNG\r\n\x1a\n" + bytes(40), by="Ben")
    assert document.latest.number == 2


def test_changes_of_different_lines_are_merged(document, file):
    file.write_text(THEIRS_ELSEWHERE)
    out = sync(file.parent)
    merged = OURS.replace("03-04", "03-05")
    assert texts(document) == [
        ("import", REPORT),
        ("person", OURS),
        ("import", THEIRS_ELSEWHERE),
        ("merge", merged),
    ]
    assert last_counts() == {"merged": 1}
    assert "the document has both changes now" in out
    assert Document.objects.get().date.isoformat() == "2026-03-05"
    assert causes() == ["The pool of ten ran dry."]


def test_the_next_merge_starts_from_what_was_imported_last(document, file):
    file.write_text(THEIRS_ELSEWHERE)
    sync(file.parent)
    sync(file.parent)
    assert last_counts() == {"unchanged": 1}
    file.write_text(THEIRS_ELSEWHERE + "- Raised the pool.\n")
    sync(file.parent)
    assert document.latest.text == OURS.replace("03-04", "03-05") + "- Raised the pool.\n"


def test_the_edit_that_came_back_through_the_source_is_no_conflict(document, file):
    file.write_text(OURS)
    sync(file.parent)
    assert last_counts() == {"changed": 1}
    assert texts(document)[-1] == ("import", OURS)


def test_other_line_ends_are_no_conflict(document, file):
    file.write_bytes(THEIRS_ELSEWHERE.replace("\n", "\r\n").encode())
    sync(file.parent)
    assert bytes(document.latest.content) == OURS.replace("03-04", "03-05").replace("\n", "\r\n").encode()


@pytest.fixture
def conflict(document, file):
    file.write_text(THEIRS_SAME_LINE)
    (file.parent / "other.md").write_text("# Other\n")
    sync(file.parent)
    return Conflict.objects.get()


def test_changes_of_the_same_line_wait_and_stop_nothing(conflict, document):
    assert last_counts() == {"conflict": 1, "new": 1}
    assert bytes(conflict.content).decode() == THEIRS_SAME_LINE
    assert document.latest.text == OURS


def test_it_is_told_again_but_waits_once(conflict, file):
    out = sync(file.parent)
    assert last_counts() == {"conflict": 1, "unchanged": 1}
    assert "it waits for somebody to decide" in out
    assert Conflict.objects.count() == 1


def test_a_dry_run_foresees_merge_and_conflict(document, file):
    file.write_text(THEIRS_ELSEWHERE)
    assert f"merged    {file.parent.name}/report.md" in sync(file.parent, dry_run=True)
    file.write_text(THEIRS_SAME_LINE)
    assert f"conflict  {file.parent.name}/report.md" in sync(file.parent, dry_run=True)
    assert document.revisions.count() == 2


def test_when_the_source_changes_again_the_older_text_is_overtaken(conflict, file):
    file.write_text(THEIRS_SAME_LINE + "- Raised the pool.\n")
    sync(file.parent)
    assert sorted(Conflict.objects.values_list("result", flat=True)) == ["", "overtaken"]


def test_when_the_source_goes_back_nothing_waits(conflict, document, file):
    file.write_text(REPORT + "- Raised the pool.\n")
    sync(file.parent)
    assert not Conflict.objects.open().exists()
    assert document.latest.text == OURS + "- Raised the pool.\n"


def test_when_the_source_goes_back_to_the_start_nothing_waits(conflict, document, file):
    file.write_text(REPORT)
    sync(file.parent)
    assert not Conflict.objects.open().exists()
    assert document.latest.text == OURS


DECISIONS = [
    pytest.param(None, THEIRS_SAME_LINE, "theirs", id="theirs"),
    pytest.param(OURS.encode(), OURS, "ours", id="ours"),
    pytest.param(b"# Both\n", "# Both\n", "edited", id="edited"),
]


@pytest.mark.parametrize("content, text, result", DECISIONS)
def test_decided_it_says_what_was_chosen_and_keeps_the_rest(conflict, content, text, result):
    resolve(conflict, by="Ben", content=content, ours=2)
    assert (conflict.result, conflict.resolved_by) == (result, "Ben")
    assert conflict.document.latest.text == text
    assert {REPORT, OURS, THEIRS_SAME_LINE, text} == {text for _, text in texts(conflict.document)}


def test_decided_it_is_told_no_more(conflict, file):
    resolve(conflict, by="Ben", content=OURS.encode(), ours=2)
    sync(file.parent)
    assert last_counts() == {"unchanged": 2}


def test_who_decides_on_an_older_text_is_told(conflict, document):
    revise(document, (OURS + "More.\n").encode(), by="Ann")
    with pytest.raises(Outdated):
        resolve(conflict, by="Ben", ours=2)
    assert document.latest.text == OURS + "More.\n"


def test_it_is_decided_once(conflict):
    resolve(conflict, by="Ben", ours=2)
    with pytest.raises(Outdated):
        resolve(conflict, by="Ann", ours=3)
