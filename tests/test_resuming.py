"""An import that is broken off goes on where it was, and ends as if nothing had happened."""

import pytest

from incidents import importing
from incidents.importing import import_files
from incidents.models import Document, ImportRun, Revision
from incidents.sources import open_sources

pytestmark = pytest.mark.django_db

NOTE = "# Note {0}\n\n## Root Cause\n\n1. Pool {0} ran dry.\n"


class PowerCut(BaseException):
    pass


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Seven files of which one is no text, stored two at a time."""
    monkeypatch.setattr(importing, "BATCH", 2)
    for number in range(6):
        (tmp_path / f"{number}.md").write_text(NOTE.format(number))
    (tmp_path / "3a.md").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(32)))
    return tmp_path


def carry_out(run, folder, fails_at=""):
    def learn(documents):
        if fails_at and any(document.path.endswith(fails_at) for document in documents):
            raise PowerCut

    with open_sources([str(folder)]) as sources:
        for _ in import_files(sources, run, learn):
            pass


def broken_off(folder, fails_at):
    run = ImportRun.objects.create()
    with pytest.raises(PowerCut):
        carry_out(run, folder, fails_at)
    return ImportRun.objects.get()


def report(run):
    files = [(file.result, file.path, file.problems) for file in run.files.all()]
    return run.total, run.done, run.counts, sorted(files)


def stored():
    return list(Document.objects.order_by("location").values_list("location", "title")), Revision.objects.count()


def test_what_was_stored_before_is_told_as_far_as_it_went(folder):
    run = broken_off(folder, fails_at="4.md")
    assert (run.total, run.done, run.counts) == (7, 4, {"new": 4})
    assert run.finished is None


@pytest.mark.parametrize("fails_at", ["0.md", "2.md", "4.md", "5.md"])
def test_the_same_run_ends_as_one_that_was_never_broken_off(folder, fails_at):
    whole = ImportRun.objects.create()
    carry_out(whole, folder)
    expected = report(whole), stored()
    Document.objects.all().delete()
    whole.delete()
    run = broken_off(folder, fails_at)
    carry_out(run, folder)
    assert (report(ImportRun.objects.get()), stored()) == expected
    assert run.finished


def test_a_file_that_is_gone_is_told_once(folder):
    carry_out(ImportRun.objects.create(), folder)
    (folder / "1.md").unlink()
    (folder / "5.md").write_text("# Changed\n")
    ImportRun.objects.all().delete()
    run = broken_off(folder, fails_at="5.md")
    carry_out(run, folder)
    assert run.counts == {"unchanged": 4, "refused": 1, "changed": 1, "gone": 1}
    assert [file.path for file in run.files.filter(result="gone")] == [f"{folder.name}/1.md"]
