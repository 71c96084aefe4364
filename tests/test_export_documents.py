"""What goes out comes back: the same bytes where nothing was asked for, the same document where its id goes with it."""

import json
import zipfile
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from incidents.models import Document, ImportRun
from incidents.revising import delete, revise
from kb.catalogue import drop_unfounded
from kb.models import Cause

pytestmark = pytest.mark.django_db

NOTE = "# Pool ran dry\r\n\r\n## Root Cause\r\n\r\n1. Nobody closed it."
DAMAGED = b"---\ntitle: [WIP] pool\n---\n# Damaged \xf6\n"


@pytest.fixture
def notes(tmp_path):
    folder = tmp_path / "notes"
    (folder / "2026").mkdir(parents=True)
    (folder / "2026" / "pool.md").write_bytes(NOTE.encode())
    (folder / "damaged.md").write_bytes(DAMAGED)
    (folder / "minutes.md").write_text("---\ntitle: Minutes # of May\n---\n# Minutes\n")
    import_documents(folder)
    return folder


def import_documents(path):
    call_command("import_documents", str(path), verbosity=0, stdout=StringIO())


def export_documents(*arguments, **options):
    out = StringIO()
    call_command("export_documents", *map(str, arguments), stdout=out, **options)
    return out.getvalue()


def files(folder):
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def manifest(folder):
    return json.loads((folder / "manifest.json").read_text("utf-8"))


def known():
    return set(Document.objects.values_list("uid", "title"))


def test_all_go_out_byte_for_byte(notes, tmp_path):
    assert "3 documents were written" in export_documents(tmp_path / "out")
    written = files(tmp_path / "out" / "notes")
    assert written == files(notes)


def test_the_manifest_says_which_is_which(notes, tmp_path):
    export_documents(tmp_path / "out")
    document = Document.objects.get(path="notes/damaged.md")
    [entry] = [one for one in manifest(tmp_path / "out")["documents"] if one["path"] == "notes/damaged.md"]
    assert (entry["id"], entry["kind"], entry["revision"]) == (str(document.uid), document.kind, 1)
    assert entry["sha256"] == document.latest.sha256


def test_a_zip_with_ids_makes_the_same_documents_in_an_empty_site(notes, tmp_path):
    Document.objects.get(path="notes/damaged.md").delete()
    before = known()
    export_documents(tmp_path / "out.zip", ids=True)
    Document.objects.all().delete()
    drop_unfounded()
    assert not Cause.objects.exists()
    import_documents(tmp_path / "out.zip")
    assert known() == before
    assert Cause.objects.get().text == "Nobody closed it."


def test_with_ids_only_the_lines_of_the_id_are_added(notes, tmp_path):
    export_documents(tmp_path / "out", ids=True, document=["notes/minutes.md"])
    uid = Document.objects.get(path="notes/minutes.md").uid
    text = (tmp_path / "out" / "notes" / "minutes.md").read_text()
    assert text == f"---\ntitle: Minutes # of May\nerrata:\n  id: {uid}\n---\n# Minutes\n"


def test_what_takes_no_id_goes_out_as_it_is_and_is_named(notes, tmp_path):
    out = export_documents(tmp_path / "out", ids=True)
    assert "notes/damaged.md: its front-matter takes no id" in out
    assert (tmp_path / "out" / "notes" / "damaged.md").read_bytes() == DAMAGED


def test_an_exported_file_that_comes_back_changed_is_its_document(notes, tmp_path):
    export_documents(tmp_path / "out", ids=True, document=["notes/2026/pool.md"])
    file = tmp_path / "out" / "notes" / "2026" / "pool.md"
    file.write_bytes(file.read_bytes() + b"\r\n\r\n## Prevention\r\n\r\n- Close it.\r\n")
    import_documents(tmp_path / "out")
    assert ImportRun.objects.latest("pk").counts == {"changed": 1}
    assert Document.objects.count() == 3


def test_what_was_written_here_goes_out(notes, tmp_path):
    revise(Document.objects.get(title="Minutes"), b"# Minutes\n\nMore.\n", by="Ann")
    export_documents(tmp_path / "out")
    assert (tmp_path / "out" / "notes" / "minutes.md").read_text() == "# Minutes\n\nMore.\n"


def test_a_deleted_document_does_not_go_out(notes, tmp_path):
    delete(Document.objects.get(title="Minutes"), by="Ann")
    assert "2 documents" in export_documents(tmp_path / "out")


def test_one_document_goes_to_the_standard_output(notes, capfdbinary):
    export_documents("-", document=[str(Document.objects.get(path="notes/2026/pool.md").uid)])
    assert capfdbinary.readouterr().out == NOTE.encode()


def test_more_than_one_do_not(notes):
    with pytest.raises(CommandError, match="These are 3 documents"):
        export_documents("-")


def test_a_kind_is_chosen(notes, tmp_path):
    export_documents(tmp_path / "out", kind="incident")
    assert all(one["kind"] == "incident" for one in manifest(tmp_path / "out")["documents"])


@pytest.mark.parametrize("name", ["17", "nowhere.md", "5b0c1d52-9a1e-4c55-8a39-0d8c1c2f7a10", "9" * 40])
def test_a_document_that_is_not_there_is_named(db, tmp_path, name):
    with pytest.raises(CommandError, match="There is no document"):
        export_documents(tmp_path / "out", document=[name])


def test_a_place_that_cannot_be_written_is_named(notes, tmp_path):
    (tmp_path / "out").write_text("A file.\n")
    with pytest.raises(CommandError, match="cannot be written"):
        export_documents(tmp_path / "out")


PATHS = [
    pytest.param("../../etc/motd.md", "etc/motd.md", id="climbs"),
    pytest.param("/srv/notes/a.md", "srv/notes/a.md", id="absolute"),
    pytest.param("C:\\notes\\a.md", "C__notes_a.md", id="drive"),
    pytest.param("notes/" + "ü" * 300 + ".md", "notes/" + "ü" * 98 + ".md", id="long"),
    pytest.param("manifest.json", "manifest-2.json", id="the manifest's own"),
]


@pytest.mark.parametrize("path, written", PATHS)
def test_no_name_leads_out_of_the_folder(notes, tmp_path, path, written):
    Document.objects.filter(title="Minutes").update(path=path)
    export_documents(tmp_path / "out", document=[str(Document.objects.get(title="Minutes").pk)])
    assert [one["path"] for one in manifest(tmp_path / "out")["documents"]] == [written]
    assert (tmp_path / "out" / written).exists()


def test_two_documents_of_one_name_are_two_files(notes, tmp_path):
    Document.objects.filter(title="Minutes").update(path="notes/2026/Pool.md")
    with_numbers = ["notes/2026/Pool.md", "notes/2026/pool-2.md"]
    export_documents(tmp_path / "out.zip")
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        documents = {name for name in archive.namelist() if name.endswith(".md")}
    assert documents == {*with_numbers, "notes/damaged.md"}


def test_a_sidecar_carries_the_id_wherever_both_are_moved(notes, tmp_path):
    before = known()
    export_documents(tmp_path / "out", sidecars=True)
    out = tmp_path / "out" / "notes"
    assert (out / "damaged.md").read_bytes() == DAMAGED
    for name in ("damaged.md", "damaged.md.errata.json"):
        (out / name).rename(tmp_path / "out" / f"moved-{name}")
    (tmp_path / "out" / "moved-damaged.md").write_bytes(DAMAGED + b"And changed.\n")
    Document.objects.all().delete()
    import_documents(tmp_path / "out")
    assert known() == before
    assert Document.objects.get(title="Damaged ö").path == "out/moved-damaged.md"
    assert ImportRun.objects.last().counts == {"new": 3}


SIDECARS = [
    pytest.param("{", id="no JSON"),
    pytest.param("[]", id="no object"),
    pytest.param('{"format": "another", "id": 7}', id="another's"),
    pytest.param('{"format": "errata sidecar 1", "id": "7"}', id="no id"),
]


@pytest.mark.parametrize("content", SIDECARS)
def test_a_sidecar_that_says_nothing_is_passed_over(tmp_path, content):
    (tmp_path / "note.md").write_text("# Note\n")
    (tmp_path / "note.md.errata.json").write_text(content)
    import_documents(tmp_path)
    assert ImportRun.objects.last().counts == {"new": 1}


def test_what_a_sidecar_calls_restricted_is_restricted(tmp_path):
    (tmp_path / "note.md").write_text("# Note\n")
    told = {"format": "errata sidecar 1", "id": "", "state": "published", "visibility": "restricted"}
    (tmp_path / "note.md.errata.json").write_text(json.dumps(told))
    import_documents(tmp_path)
    assert Document.objects.get().visibility == "restricted"


def test_the_manifest_says_what_was_deleted(notes, tmp_path):
    minutes = Document.objects.get(title="Minutes")
    delete(minutes, by="Ann")
    export_documents(tmp_path / "out")
    assert manifest(tmp_path / "out")["deleted"] == [{"path": "notes/minutes.md", "id": str(minutes.uid)}]
    export_documents(tmp_path / "some", kind="incident")
    assert manifest(tmp_path / "some")["deleted"] == []
