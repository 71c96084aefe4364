"""Archives are imported like folders; what is made to do harm is refused with one sentence, and the rest stored."""

import io
import stat
import tarfile
import zipfile
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from incidents.models import Document, ImportRun

pytestmark = pytest.mark.django_db

NOTE = b"# Pool ran dry\n\n## Root Cause\n\n1. Each request kept its connection.\n"
TAR_MODES = {
    "notes.tar": "w",
    "notes.tar.gz": "w:gz",
    "notes.tgz": "w:gz",
    "notes.tar.bz2": "w:bz2",
    "notes.tar.xz": "w:xz",
}


def import_documents(*paths):
    call_command("import_documents", *map(str, paths), stdout=StringIO())


def import_with_refusals(path, *, refused):
    """Imports an archive with that many refusals and gives back what was reported."""
    with pytest.raises(CommandError, match=f"^{refused} of"):
        import_documents(path)
    return ImportRun.objects.get().problems


def zip_of(path, *entries):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return path


def tar_of(path, *entries, mode="w"):
    """Entries are (name, bytes), or (name, tarfile type, target)."""
    with tarfile.open(path, mode) as archive:
        for name, *rest in entries:
            info = tarfile.TarInfo(name)
            content = rest[0] if len(rest) == 1 else b""
            info.size = len(content)
            if len(rest) == 2:
                info.type, info.linkname = rest
            archive.addfile(info, io.BytesIO(content))
    return path


def zip_entry(name, mode):
    entry = zipfile.ZipInfo(name)
    entry.external_attr = mode << 16
    return entry


def patched(path, old, new):
    path.write_bytes(path.read_bytes().replace(old, new))
    return path


def paths():
    return sorted(Document.objects.values_list("path", flat=True))


def test_a_zip_is_imported_with_places_inside_it(tmp_path):
    path = zip_of(tmp_path / "notes.zip", ("docs/pool.md", NOTE), ("docs/logo.png", b"\x89PNG"), (".git/note.md", NOTE))
    import_documents(path)
    document = Document.objects.get()
    assert (document.location, document.path) == (f"{path}!/docs/pool.md", "notes.zip/docs/pool.md")
    assert bytes(document.latest.content) == NOTE


@pytest.mark.parametrize("name, mode", TAR_MODES.items(), ids=list(TAR_MODES))
def test_a_tar_is_imported_however_it_is_packed(tmp_path, name, mode):
    path = tar_of(
        tmp_path / name, ("./docs", tarfile.DIRTYPE, ""), ("./docs/pool.md", NOTE), ("b.txt", b"# B\n"), mode=mode
    )
    import_documents(path)
    assert sorted(Document.objects.values_list("location", flat=True)) == [f"{path}!/b.txt", f"{path}!/docs/pool.md"]


def test_an_archive_imported_again_is_unchanged(tmp_path):
    path = tar_of(tmp_path / "notes.tgz", ("a.md", NOTE), ("b.md", NOTE + b"x"), mode="w:gz")
    import_documents(path)
    import_documents(path)
    assert ImportRun.objects.last().counts == {"unchanged": 2}


def test_an_entry_that_comes_twice_counts_as_its_last_one(tmp_path):
    path = tar_of(tmp_path / "notes.tar", ("a.md", b"# Old\n"), ("b.md", NOTE), ("./a.md", b"# New\n"))
    import_documents(path)
    assert Document.objects.get(path="notes.tar/a.md").title == "New"


HOSTILE_TARS = [
    pytest.param(("../../escape.md", NOTE), 'leads out of the archive by ".."', id="zip-slip"),
    pytest.param(("docs/../../escape.md", NOTE), 'leads out of the archive by ".."', id="zip-slip-below"),
    pytest.param(("/etc/motd.md", NOTE), "absolute path", id="absolute"),
    pytest.param(("C:\\notes\\a.md", NOTE), "absolute path", id="drive"),
    pytest.param(("link.md", tarfile.SYMTYPE, "good.md"), "This is a link", id="symlink"),
    pytest.param(("link.md", tarfile.LNKTYPE, "good.md"), "This is a link", id="hardlink"),
    pytest.param(("etc", tarfile.SYMTYPE, "/etc"), "leads out of the archive", id="symlink-to-root"),
    pytest.param(("docs/up", tarfile.SYMTYPE, "../../secret"), "leads out of the archive", id="symlink-upwards"),
    pytest.param(("null.md", tarfile.CHRTYPE, ""), "device", id="character-device"),
    pytest.param(("sda", tarfile.BLKTYPE, ""), "device", id="block-device"),
    pytest.param(("pipe.md", tarfile.FIFOTYPE, ""), "device", id="fifo"),
    pytest.param((f"{'x' * 1200}.md", NOTE), "can be stored", id="long-name"),
]


@pytest.mark.parametrize("entry, reason", HOSTILE_TARS)
def test_a_hostile_entry_of_a_tar_is_refused_alone(tmp_path, entry, reason):
    problems = import_with_refusals(tar_of(tmp_path / "bad.tar", entry, ("good.md", NOTE)), refused=1)
    assert reason in problems[0]
    assert paths() == ["bad.tar/good.md"]


HOSTILE_ZIPS = [
    pytest.param("../escape.md", NOTE, 'leads out of the archive by ".."', id="zip-slip"),
    pytest.param("..\\escape.md", NOTE, 'leads out of the archive by ".."', id="backslashes"),
    pytest.param("/etc/motd.md", NOTE, "absolute path", id="absolute"),
    pytest.param(zip_entry("link.md", stat.S_IFLNK | 0o777), b"/etc/passwd", "This is a link", id="symlink"),
    pytest.param(zip_entry("null.md", stat.S_IFCHR), b"", "device", id="device"),
    pytest.param("bomb.md", b"0" * 5_000_000, "times its packed size", id="bomb"),
]


@pytest.mark.parametrize("name, content, reason", HOSTILE_ZIPS)
def test_a_hostile_entry_of_a_zip_is_refused_alone(tmp_path, name, content, reason):
    problems = import_with_refusals(zip_of(tmp_path / "bad.zip", (name, content), ("good.md", NOTE)), refused=1)
    assert reason in problems[0]
    assert paths() == ["bad.zip/good.md"]


@pytest.mark.parametrize("name", [b"b\0md.md", b"\0xmd.md"], ids=["inside", "first"])
def test_a_name_with_a_nul_is_refused(tmp_path, name):
    path = patched(zip_of(tmp_path / "bad.zip", ("a.md", NOTE), ("bXmd.md", NOTE)), b"bXmd.md", name)
    problems = import_with_refusals(path, refused=1)
    assert "NUL" in problems[0]
    assert paths() == ["bad.zip/a.md"]


def test_an_encrypted_entry_is_refused(tmp_path):
    path = zip_of(tmp_path / "bad.zip", ("secret.md", NOTE))
    directory = path.read_bytes().index(b"PK\x01\x02")
    with path.open("r+b") as file:
        file.seek(directory + 8)
        file.write(b"\x01")
    assert "encrypted" in import_with_refusals(path, refused=1)[0]


def test_a_damaged_entry_is_refused_alone(tmp_path):
    path = tmp_path / "bad.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("broken.md", NOTE)
        archive.writestr("good.md", b"# Good\n")
    patched(path, b"Pool ran dry", b"Pool ran wet")
    assert "cannot be unpacked" in import_with_refusals(path, refused=1)[0]
    assert paths() == ["bad.zip/good.md"]


NOT_ARCHIVES = [
    ("text.zip", NOTE),
    ("empty.zip", b""),
    ("text.tar", NOTE),
    ("empty.tar.gz", b""),
    ("cut.tgz", b"\x1f\x8b\x08"),
]


@pytest.mark.parametrize("name, content", NOT_ARCHIVES, ids=[name for name, _ in NOT_ARCHIVES])
def test_what_is_no_archive_is_refused_and_the_rest_is_stored(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    (tmp_path / "good.md").write_bytes(NOTE)
    with pytest.raises(CommandError, match="1 of 2"):
        import_documents(tmp_path / name, tmp_path / "good.md")
    assert "damaged" in ImportRun.objects.get().problems[0]
    assert paths() == ["good.md"]


def test_a_tar_that_is_cut_off_gives_what_came_before(tmp_path):
    path = tar_of(tmp_path / "cut.tar", ("a.md", NOTE), ("b.md", NOTE * 50))
    path.write_bytes(path.read_bytes()[:2000])
    problems = import_with_refusals(path, refused=2)
    assert any("damaged" in problem for problem in problems)
    assert paths() == ["cut.tar/a.md"]


@pytest.mark.parametrize("mode, name", [("w:gz", "bomb.tgz"), ("w:bz2", "bomb.tar.bz2"), ("w:xz", "bomb.tar.xz")])
def test_a_tar_that_unpacks_without_end_is_not_followed(tmp_path, mode, name):
    path = tar_of(tmp_path / name, ("a.md", NOTE), ("zeros.bin", bytes(30_000_000)), ("b.md", NOTE), mode=mode)
    problems = import_with_refusals(path, refused=1)
    assert "too much for its size" in problems[0]
    assert paths() == [f"{name}/a.md"]


def test_more_entries_than_the_limit_are_left_out(tmp_path, settings):
    settings.MAX_ARCHIVE_FILES = 2
    path = zip_of(tmp_path / "many.zip", *((f"{n}.md", b"# %d\n" % n) for n in range(5)))
    assert "more than 2 entries" in import_with_refusals(path, refused=1)[0]
    assert paths() == ["many.zip/0.md", "many.zip/1.md"]


def test_more_bytes_than_the_limit_are_left_out(tmp_path, settings):
    settings.MAX_ARCHIVE_BYTES = 100
    path = zip_of(tmp_path / "large.zip", *((f"{n}.md", NOTE) for n in range(5)))
    assert "more than 100 bytes" in import_with_refusals(path, refused=1)[0]
    assert paths() == ["large.zip/0.md"]


NAMES = [("utf-8", "kümmel.md"), ("cp437", "kümmel.md"), ("utf-8", "日本.md")]


@pytest.mark.parametrize("encoding, name", NAMES)
def test_names_of_a_zip_without_the_utf8_mark_are_read(tmp_path, encoding, name):
    raw = name.encode(encoding)
    path = patched(zip_of(tmp_path / "names.zip", ("X" * len(raw), NOTE)), b"X" * len(raw), raw)
    import_documents(path)
    assert paths() == [f"names.zip/{name}"]


def test_names_of_a_tar_that_are_not_utf8_are_read(tmp_path):
    path = tmp_path / "names.tar"
    with tarfile.open(path, "w", encoding="cp1252", format=tarfile.GNU_FORMAT) as archive:
        info = tarfile.TarInfo("café.md")
        info.size = len(NOTE)
        archive.addfile(info, io.BytesIO(NOTE))
    import_documents(path)
    assert paths() == ["names.tar/café.md"]
