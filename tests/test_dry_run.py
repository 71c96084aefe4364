"""A dry run says of each file what an import would do with it, and writes nothing."""

import zipfile
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from incidents.models import Document, ImportRun, Revision
from kb.models import Cause

pytestmark = pytest.mark.django_db

NOTE = "# {}\n\n## Root Cause\n\n1. The pool of {} ran dry.\n"
BINARY = b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 40


def import_documents(*paths, **options):
    out = StringIO()
    call_command("import_documents", *map(str, paths), stdout=out, **options)
    return out.getvalue()


def stored():
    return list(Document.objects.order_by("pk").values()), Revision.objects.count(), Cause.objects.count()


def told(out):
    """The (result, path) lines of a dry run."""
    lines = [line.split(maxsplit=2) for line in out.splitlines() if "notes/" in line]
    return {(result, path.rstrip(":")) for result, path, *_ in lines}


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "notes"
    folder.mkdir()
    for name in ("same", "changed", "moved", "gone"):
        (folder / f"{name}.md").write_text(NOTE.format(name, name))
    return folder


def test_everything_is_new_to_an_empty_site(folder):
    out = import_documents(folder, dry_run=True)
    assert {result for result, _ in told(out)} == {"new"}
    assert stored() == ([], 0, 0)
    assert not ImportRun.objects.exists()


def test_each_file_is_told_with_its_result_and_nothing_is_written(folder):
    import_documents(folder)
    before = stored()
    (folder / "changed.md").write_text("# Changed\n")
    (folder / "moved.md").rename(folder / "elsewhere.md")
    (folder / "gone.md").unlink()
    (folder / "new.md").write_text("# New\n")
    out = import_documents(folder, dry_run=True)
    assert told(out) == {
        ("changed", "notes/changed.md"),
        ("moved", "notes/elsewhere.md"),
        ("gone", "notes/gone.md"),
        ("new", "notes/new.md"),
    }
    assert stored() == before
    assert ImportRun.objects.count() == 1


def test_a_dry_run_foresees_what_the_import_then_does(folder):
    import_documents(folder)
    (folder / "moved.md").rename(folder / "elsewhere.md")
    (folder / "copy.md").write_text((folder / "same.md").read_text())
    (folder / "gone.md").unlink()
    counts = [line for line in import_documents(folder, dry_run=True).splitlines() if "│" in line]
    assert counts == [line for line in import_documents(folder).splitlines() if "│" in line]


def test_a_refused_file_is_told_with_its_reason(folder):
    (folder / "picture.md").write_bytes(BINARY)
    out = StringIO()
    with pytest.raises(CommandError, match="1 of 5"):
        call_command("import_documents", str(folder), "--dry-run", stdout=out)
    assert "refused   notes/picture.md: This is a PNG image, not text." in out.getvalue()


def test_an_archive_can_be_looked_at_before(tmp_path):
    path = tmp_path / "notes.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("notes/a.md", "# A\n")
    out = import_documents(path, dry_run=True)
    assert "new       notes.zip/notes/a.md" in out
    assert not Document.objects.exists()


def test_two_copies_of_one_moved_file_are_one_move_and_one_double(folder):
    import_documents(folder)
    (folder / "first.md").write_text((folder / "moved.md").read_text())
    (folder / "moved.md").rename(folder / "second.md")
    out = import_documents(folder, dry_run=True)
    assert told(out) == {("moved", "notes/first.md"), ("duplicate", "notes/second.md")}
