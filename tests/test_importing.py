"""The ways a file comes in: new, unchanged, changed, moved, refused; nothing is lost, nothing comes twice."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from incidents.models import Document, ImportRun, Revision

pytestmark = pytest.mark.django_db

REPORT = """# Incident Report: tests cannot open the database

**Date:** 2026-03-04
**Status:** RESOLVED

## Root Cause

`sqlite3.OperationalError: unable to open database file` because the folder was missing.

## Resolution

- Created the folder in the fixture before the engine is made.
"""


def import_documents(*paths):
    out = StringIO()
    call_command("import_documents", *map(str, paths), stdout=out)
    return out.getvalue()


def last_counts():
    return ImportRun.objects.order_by("pk").last().counts


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "report.md").write_text(REPORT)
    (tmp_path / "notes" / "second.txt").write_text("# Second note\n\nNothing failed.\n")
    return tmp_path / "notes"


def test_a_folder_is_stored_with_its_bytes_and_findings(folder):
    import_documents(folder)
    document = Document.objects.get(path="notes/report.md")
    assert bytes(document.revisions.get().content) == REPORT.encode()
    assert document.title == "Incident Report: tests cannot open the database"
    assert set(document.findings.values_list("kind", flat=True)) >= {"signature", "fix"}
    assert last_counts() == {"new": 2}


def test_a_second_import_says_unchanged_and_adds_nothing(folder):
    import_documents(folder)
    import_documents(folder)
    assert last_counts() == {"unchanged": 2}
    assert (Document.objects.count(), Revision.objects.count()) == (2, 2)


def test_a_changed_file_gets_a_second_revision_and_keeps_the_first(folder):
    import_documents(folder)
    (folder / "report.md").write_text(REPORT.replace("RESOLVED", "OPEN"))
    import_documents(folder)
    document = Document.objects.get(path="notes/report.md")
    assert [bytes(r.content).count(b"RESOLVED") for r in document.revisions.all()] == [1, 0]
    assert document.status == "open"


def test_a_moved_file_keeps_its_document(folder):
    import_documents(folder)
    before = Document.objects.get(path="notes/report.md").pk
    (folder / "report.md").rename(folder / "renamed.md")
    import_documents(folder)
    assert Document.objects.get(path="notes/renamed.md").pk == before
    assert last_counts() == {"unchanged": 1, "moved": 1}


def test_a_file_named_twice_is_stored_once(folder):
    import_documents(folder, folder / "report.md", folder)
    assert last_counts() == {"new": 2}


def test_two_files_with_the_same_text_are_two_documents(folder):
    (folder / "copy.md").write_text(REPORT)
    import_documents(folder)
    assert last_counts() == {"new": 3}


def test_a_file_that_is_not_text_is_named_and_the_rest_is_stored(folder):
    (folder / "picture.md").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 40)
    with pytest.raises(CommandError, match="1 of 3 files could not be stored"):
        import_documents(folder)
    assert Document.objects.count() == 2
    assert "notes/picture.md" in ImportRun.objects.get().problems[0]


def test_a_missing_path_is_named_and_the_rest_is_stored(folder):
    with pytest.raises(CommandError, match="1 of 3 files"):
        import_documents(folder, folder / "nowhere.md")
    assert "no such file" in ImportRun.objects.get().problems[0]


def test_a_file_above_the_limit_is_refused_with_the_limit(folder, settings):
    settings.MAX_DOCUMENT_BYTES = 100
    with pytest.raises(CommandError):
        import_documents(folder)
    assert "MAX_DOCUMENT_BYTES is 100" in ImportRun.objects.get().problems[0]


def test_broken_front_matter_is_reported_with_its_line_and_kept(folder):
    (folder / "broken.md").write_text("---\ntitle: fix: the pool\nowner: @team\n---\n\n# Broken\n")
    import_documents(folder)
    problems = ImportRun.objects.get().problems
    assert any(problem.startswith("notes/broken.md:") for problem in problems)
    assert "owner: @team" in Document.objects.get(path="notes/broken.md").latest.text


def test_an_empty_folder_says_what_was_looked_for(tmp_path):
    with pytest.raises(CommandError, match=r"no \.md, \.markdown or \.txt file"):
        import_documents(tmp_path)
