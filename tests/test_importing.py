"""The ways a file comes in: new, unchanged, changed, moved, refused; nothing is lost, nothing comes twice."""

import os
import zipfile
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from incidents.models import Document, ImportRun, Revision
from kb.management.commands import import_documents as command
from kb.models import Evidence

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


def write_zip(path, texts):
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in texts.items():
            archive.writestr(name, text)


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


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "CMakeLists.txt"])
def test_lists_that_tools_read_are_no_documents(folder, name):
    (folder / name).write_text("sqlalchemy>=2.0\n")
    import_documents(folder)
    assert Document.objects.count() == 2


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


def test_a_file_moved_between_two_folders_of_one_run_keeps_its_document(folder, tmp_path):
    other = tmp_path / "archive"
    other.mkdir()
    (other / "old.md").write_text("# Old\n")
    import_documents(folder, other)
    before = Document.objects.get(path="notes/report.md").pk
    (folder / "report.md").rename(other / "report.md")
    import_documents(other, folder)
    assert Document.objects.get(path="archive/report.md").pk == before
    assert last_counts() == {"unchanged": 2, "moved": 1}


def test_an_entry_moved_from_one_archive_to_another_keeps_its_document(tmp_path):
    first, second = tmp_path / "first.zip", tmp_path / "second.zip"
    write_zip(first, {"report.md": REPORT, "a.md": "# A\n"})
    write_zip(second, {"b.md": "# B\n"})
    import_documents(first, second)
    before = Document.objects.get(path="first.zip/report.md").pk
    write_zip(first, {"a.md": "# A\n"})
    write_zip(second, {"b.md": "# B\n", "report.md": REPORT})
    import_documents(second, first)
    assert Document.objects.get(path="second.zip/report.md").pk == before
    assert last_counts() == {"unchanged": 2, "moved": 1}


def test_an_archive_that_was_renamed_keeps_its_documents(tmp_path):
    write_zip(tmp_path / "first.zip", {"report.md": REPORT})
    import_documents(tmp_path / "first.zip")
    (tmp_path / "first.zip").rename(tmp_path / "second.zip")
    import_documents(tmp_path / "second.zip")
    assert last_counts() == {"moved": 1}


def test_a_copy_in_a_second_archive_is_no_second_document(tmp_path):
    write_zip(tmp_path / "first.zip", {"report.md": REPORT})
    write_zip(tmp_path / "second.zip", {"report.md": REPORT})
    import_documents(tmp_path / "first.zip")
    import_documents(tmp_path / "second.zip")
    assert last_counts() == {"duplicate": 1}
    assert Document.objects.count() == 1


def test_a_file_that_is_gone_is_told_and_its_document_kept(folder):
    import_documents(folder)
    (folder / "report.md").unlink()
    out = import_documents(folder)
    assert "notes/report.md: The file is gone" in out
    assert last_counts() == {"unchanged": 1, "gone": 1}
    assert Document.objects.count() == 2


def test_a_folder_that_was_emptied_tells_what_is_gone(folder):
    import_documents(folder)
    for file in folder.iterdir():
        file.unlink()
    import_documents(folder)
    assert last_counts() == {"gone": 2}


def test_a_neighbour_with_a_longer_name_is_not_gone(folder, tmp_path):
    (tmp_path / "notes2").mkdir()
    (tmp_path / "notes2" / "a.md").write_text("# A\n")
    import_documents(folder, tmp_path / "notes2")
    (tmp_path / "notes2" / "a.md").unlink()
    import_documents(folder)
    assert last_counts() == {"unchanged": 2}


def test_a_file_named_twice_is_stored_once(folder):
    import_documents(folder, folder / "report.md", folder)
    assert last_counts() == {"new": 2}


def test_two_files_with_the_same_text_are_one_document(folder):
    (folder / "copy.md").write_text(REPORT)
    import_documents(folder)
    assert last_counts() == {"new": 2, "duplicate": 1}


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


def test_a_crash_while_learning_is_made_good_by_the_next_import(folder, monkeypatch):
    def crash(documents):
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "learn_all", crash)
    with pytest.raises(KeyboardInterrupt):
        import_documents(folder)
    monkeypatch.undo()
    import_documents(folder)
    assert last_counts() == {"new": 2}
    assert Evidence.objects.filter(finding__document__path="notes/report.md").exists()


HOSTILE = [
    pytest.param(b"# One line\n" + b"word " * 2_200_000, "MAX_DOCUMENT_BYTES", id="11 MB of one line"),
    pytest.param(bytes(range(256)) * 40, "not text", id="binary"),
    pytest.param(b"PK\x03\x04" + bytes(100), "ZIP archive", id="office document"),
]


@pytest.mark.parametrize("content, reason", HOSTILE)
def test_a_hostile_file_gets_one_line_and_stops_nothing(folder, content, reason):
    (folder / "hostile.md").write_bytes(content)
    with pytest.raises(CommandError, match="1 of 3"):
        import_documents(folder)
    [problem] = ImportRun.objects.get().problems
    assert problem.startswith("notes/hostile.md: ")
    assert reason in problem


ODD = [
    pytest.param(b"", id="empty"),
    pytest.param(b"\xff\xfe", id="mark only"),
    pytest.param(b"nul \x00 here\n", id="nul"),
    pytest.param(b"word " * 40_000, id="200 kB of one line"),
    pytest.param(b"- " * 20_000 + b"deep\n", id="20,000-deep list"),
    pytest.param(b"> " * 20_000 + b"deep\n", id="20,000-deep quote"),
    pytest.param(b"---\na: &a [x, x]\nb: [*a, *a]\n", id="aliases without end"),
]


@pytest.mark.parametrize("content", ODD)
def test_an_odd_file_is_stored_byte_for_byte(folder, content):
    (folder / "odd.md").write_bytes(content)
    import_documents(folder)
    assert bytes(Document.objects.get(path="notes/odd.md").latest.content) == content


def test_pipes_devices_and_links_to_them_are_left_out(folder):
    os.mkfifo(folder / "pipe.md")
    (folder / "zero.md").symlink_to("/dev/zero")
    (folder / "dangling.md").symlink_to("nowhere")
    with pytest.raises(CommandError, match="3 of 5"):
        import_documents(folder)
    assert Document.objects.count() == 2


def test_a_file_name_that_is_not_utf8_is_stored_and_known_again(folder):
    with open(os.fsencode(folder) + b"/caf\xe9.md", "w") as file:
        file.write("# Café\n")
    import_documents(folder)
    import_documents(folder)
    assert Document.objects.get(title="Café").path == "notes/café.md"
    assert last_counts() == {"unchanged": 3}


def test_a_name_with_a_nul_is_refused(folder):
    with pytest.raises(CommandError, match="1 of 3"):
        import_documents(folder, "bad\0name.md")
