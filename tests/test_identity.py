"""Which document a file is: by the id it carries, by its place, by its text; what was deleted stays deleted."""

import zipfile
from io import StringIO
from uuid import UUID

import pytest
from django.core.management import call_command

from incidents.exporting import ID, export
from incidents.models import Document, Duplicate, ImportRun
from incidents.revising import delete, restore, separate, settle

pytestmark = pytest.mark.django_db

REPORT = "# Orders down\n\n## Root Cause\n\n1. The pool of orders ran dry.\n"
OTHER_ID = "5b0c1d52-9a1e-4c55-8a39-0d8c1c2f7a10"


def import_documents(*paths, **options):
    out = StringIO()
    call_command("import_documents", *map(str, paths), stdout=out, **options)
    return out.getvalue()


def last_counts():
    return ImportRun.objects.order_by("pk").last().counts


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "report.md").write_text(REPORT)
    return tmp_path / "notes"


@pytest.fixture
def document(folder):
    import_documents(folder)
    return Document.objects.get()


def with_id(text, uid):
    return export(text.encode(), {ID: str(uid)})


class TestIds:
    def test_a_new_file_brings_its_id(self, folder):
        (folder / "report.md").write_bytes(with_id(REPORT, OTHER_ID))
        import_documents(folder)
        assert Document.objects.get().uid == UUID(OTHER_ID)

    def test_a_file_with_the_id_is_the_document_wherever_it_is(self, document, folder, tmp_path):
        (folder / "report.md").unlink()
        (tmp_path / "elsewhere.md").write_bytes(with_id(REPORT + "\nSeen again.\n", document.uid))
        import_documents(tmp_path / "elsewhere.md")
        document.refresh_from_db()
        assert last_counts() == {"changed": 1}
        assert (document.path, document.revisions.count()) == ("elsewhere.md", 2)

    def test_a_file_that_differs_in_its_id_only_is_unchanged(self, document, folder):
        (folder / "report.md").write_bytes(with_id(REPORT, document.uid))
        import_documents(folder)
        assert last_counts() == {"unchanged": 1}

    def test_a_copy_beside_the_file_itself_is_a_document_of_its_own(self, document, folder):
        (folder / "copy.md").write_bytes(with_id(REPORT + "\nAnother day.\n", document.uid))
        import_documents(folder)
        assert last_counts() == {"unchanged": 1, "new": 1}
        assert Document.objects.exclude(uid=document.uid).count() == 1

    def test_two_files_that_change_places_change_their_documents_places(self, folder):
        texts = {"a": "# A\n", "b": "# B\n"}
        (folder / "report.md").unlink()
        uids = {"a": OTHER_ID, "b": OTHER_ID.replace("5b", "6b")}
        for name, text in texts.items():
            (folder / f"{name}.md").write_bytes(with_id(text, uids[name]))
        import_documents(folder)
        (folder / "a.md").rename(folder / "c.md")
        (folder / "b.md").rename(folder / "a.md")
        (folder / "c.md").rename(folder / "b.md")
        import_documents(folder)
        assert dict(Document.objects.values_list("title", "path")) == {"A": "notes/b.md", "B": "notes/a.md"}
        assert last_counts() == {"moved": 2}

    def test_who_loses_its_place_to_another_is_found_again_by_its_text(self, document, folder):
        (folder / "other.md").write_bytes(with_id("# Other\n", OTHER_ID))
        import_documents(folder)
        (folder / "other.md").rename(folder / "report.md")
        import_documents(folder)
        (folder / "report2.md").write_text(REPORT)
        import_documents(folder)
        assert dict(Document.objects.values_list("title", "path")) == {
            "Other": "notes/report.md",
            "Orders down": "notes/report2.md",
        }

    @pytest.mark.parametrize("uid", ["12", "../../etc/passwd", "0" * 36, "[a, b]"])
    def test_an_id_that_is_none_is_left_alone(self, folder, uid):
        (folder / "report.md").write_text(f"---\nerrata:\n  id: {uid}\n---\n{REPORT}")
        import_documents(folder)
        assert last_counts() == {"new": 1}


class TestDeleted:
    @pytest.fixture
    def deleted(self, document):
        delete(document, by="Ann", why="Written for a drill.")
        return document

    def test_it_is_on_no_list_and_keeps_its_text(self, deleted):
        assert not Document.objects.exists()
        assert not deleted.findings.exists()
        assert deleted.latest.text == REPORT

    def test_it_does_not_come_back(self, deleted, folder):
        out = import_documents(folder)
        assert last_counts() == {"deleted": 1}
        assert "notes/report.md: Deleted here on" in out
        assert "by Ann: not brought back" in out

    def test_it_does_not_come_back_changed(self, deleted, folder):
        (folder / "report.md").write_text(REPORT + "\nMore.\n")
        import_documents(folder)
        assert not Document.objects.exists()

    def test_it_does_not_come_back_from_another_place(self, deleted, folder):
        (folder / "report.md").rename(folder / "renamed.md")
        import_documents(folder)
        assert last_counts() == {"deleted": 1}

    def test_a_dry_run_says_so(self, deleted, folder):
        assert "deleted   notes/report.md: Deleted here on" in import_documents(folder, dry_run=True)

    def test_restored_it_is_as_before(self, deleted, folder):
        restore(deleted)
        assert set(Document.objects.get().findings.values_list("kind", flat=True)) == {"cause"}
        import_documents(folder)
        assert last_counts() == {"unchanged": 1}


class TestDoubles:
    @pytest.fixture
    def double(self, document, folder):
        (folder / "copy.md").write_text(REPORT)
        import_documents(folder)
        return Duplicate.objects.get()

    def test_a_double_is_proposed_and_not_stored(self, double, document):
        assert (double.document, double.path) == (document, "notes/copy.md")
        assert Document.objects.count() == 1

    def test_it_is_proposed_once(self, double, folder):
        import_documents(folder)
        assert last_counts() == {"unchanged": 1, "duplicate": 1}
        assert Duplicate.objects.count() == 1

    def test_settled_it_is_told_no_more(self, double, folder):
        settle(double, by="Ann")
        import_documents(folder)
        assert last_counts() == {"unchanged": 2}

    def test_settled_and_changed_it_is_a_document(self, double, folder):
        settle(double, by="Ann")
        (folder / "copy.md").write_text(REPORT + "\nAnother day.\n")
        import_documents(folder)
        assert last_counts() == {"unchanged": 1, "new": 1}
        assert not Duplicate.objects.exists()

    def test_separated_it_is_a_document_with_its_findings(self, double, folder):
        copy = separate(double)
        assert copy.findings.count() == 1
        import_documents(folder)
        assert last_counts() == {"unchanged": 2}

    def test_when_the_first_file_goes_the_document_moves_to_its_double(self, double, document, folder):
        (folder / "report.md").unlink()
        import_documents(folder)
        document.refresh_from_db()
        assert (document.path, last_counts()) == ("notes/copy.md", {"moved": 1})

    def test_doubles_in_batches_of_their_own_are_seen(self, folder, monkeypatch):
        monkeypatch.setattr("incidents.importing.BATCH", 1)
        for number in range(4):
            (folder / f"copy{number}.md").write_text(REPORT)
        import_documents(folder)
        assert last_counts() == {"new": 1, "duplicate": 4}


class TestGone:
    @pytest.mark.parametrize("text", [REPORT, "# Another\n"], ids=["unchanged", "changed"])
    def test_it_is_kept_and_marked_until_it_is_back(self, document, folder, text):
        (folder / "report.md").unlink()
        (folder / "other.md").write_text("# Other\n")
        import_documents(folder)
        assert Document.objects.get(pk=document.pk).gone
        (folder / "report.md").write_text(text)
        import_documents(folder)
        assert Document.objects.get(pk=document.pk).gone is None

    def test_an_archive_entry_that_moved_and_kept_its_bytes_is_followed(self, tmp_path):
        for name in ("old", "new"):
            with zipfile.ZipFile(tmp_path / "notes.zip", "w") as archive:
                archive.writestr(f"{name}/report.md", REPORT)
            import_documents(tmp_path / "notes.zip")
        assert Document.objects.get().path == "notes.zip/new/report.md"
