"""The pictures that documents show come along with an import, from wherever it is, and are served as pictures only."""

import struct
import tarfile
import zipfile
import zlib
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from pytest_django.asserts import assertContains

from incidents.importing import import_files
from incidents.models import Document, ImportRun, Picture, PicturePlace
from incidents.pictures import picture_type
from incidents.uploads import Sent, keep, open_kept

pytestmark = pytest.mark.django_db

REPORT = "# Load of March\n\n![load over time](./images/load%20curve.png)\n\n![[peak.gif]]\n"


def png(colour=0):
    """A picture of one pixel."""
    chunks = (b"IHDR" + struct.pack(">2I5B", 1, 1, 8, 0, 0, 0, 0), b"IDAT" + zlib.compress(bytes([0, colour])), b"IEND")
    parts = (struct.pack(">I", len(c) - 4) + c + struct.pack(">I", zlib.crc32(c)) for c in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


FILES = {
    "march.md": REPORT.encode(),
    "images/load curve.png": png(),
    "images/peak.gif": b"GIF89a\x01\x00\x01\x00\x00\x00\x00;",
    "images/nobody shows this.png": png(7),
}


def import_documents(*paths, **options):
    out = StringIO()
    call_command("import_documents", *map(str, paths), stdout=out, **options)
    return out.getvalue()


def shown_in(client, path="march.md"):
    return client.get(Document.objects.get(path__endswith=path).get_absolute_url())


@pytest.fixture
def notes(tmp_path):
    for name, content in FILES.items():
        (tmp_path / "notes" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "notes" / name).write_bytes(content)
    return tmp_path / "notes"


def as_zip(notes):
    with zipfile.ZipFile(notes.parent / "notes.zip", "w") as archive:
        for name in FILES:
            archive.write(notes / name, name)
    return notes.parent / "notes.zip"


def as_tar(notes):
    with tarfile.open(notes.parent / "notes.tar.gz", "w:gz") as archive:
        archive.add(notes, "notes")
    return notes.parent / "notes.tar.gz"


@pytest.mark.parametrize("pack", [lambda notes: notes, as_zip, as_tar], ids=["folder", "zip", "tar"])
def test_pictures_that_a_document_shows(notes, client, pack):
    import_documents(pack(notes))
    page = shown_in(client)
    for place in PicturePlace.objects.all():
        assertContains(page, f'src="{place.get_absolute_url()}"')
    assert {place.path.rpartition("/")[2] for place in PicturePlace.objects.all()} == {"load curve.png", "peak.gif"}


@pytest.mark.parametrize("folder", ["notes/", ""])
def test_pictures_sent_with_a_browser(tmp_path, client, folder):
    text = REPORT.replace("./images/", "./")
    sent = {"march.md": text.encode(), "load curve.png": png(), "peak.gif": FILES["images/peak.gif"]}
    keep([Sent(folder + name, [content]) for name, content in sent.items()], tmp_path / "kept")
    with open_kept(tmp_path / "kept") as sources:
        list(import_files(sources, ImportRun.objects.create()))
    assertContains(shown_in(client), "<img ", count=2)


def test_a_picture_is_served_as_nothing_but_a_picture(notes, client):
    import_documents(notes)
    picture = Picture.objects.get(type="image/png")
    answer = client.get(picture.get_absolute_url())
    assert answer.content == png()
    assert answer["Content-Type"] == "image/png"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "immutable" in answer["Cache-Control"]
    assert answer["Content-Disposition"] == 'inline; filename="load curve.png"'
    assert client.get(picture.get_absolute_url(), headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_the_same_picture_is_kept_once(notes):
    (notes / "again.md").write_text("# Again\n\n![](copy.png)\n")
    (notes / "copy.png").write_bytes(png())
    import_documents(notes)
    assert Picture.objects.filter(type="image/png").get().places.count() == 2


def test_a_changed_picture_takes_the_place_of_the_old_one(notes, client):
    import_documents(notes)
    before = Picture.objects.get(type="image/png").get_absolute_url()
    (notes / "images" / "load curve.png").write_bytes(png(200))
    import_documents(notes)
    after = Picture.objects.get(type="image/png").get_absolute_url()
    assert after != before
    assertContains(shown_in(client), after)
    assert client.get(before).status_code == 404


def test_a_missing_picture_is_told_by_its_words_and_name(notes, client):
    (notes / "images" / "load curve.png").unlink()
    import_documents(notes)
    assertContains(shown_in(client), ">load over time (load%20curve.png)</span>")


REFUSED = {
    "a page with the name of a picture": (
        "a.png",
        b"<html><script>alert(1)</script>",
        "no PNG, JPEG, GIF, WebP or AVIF",
    ),
    "a drawing": ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>', "SVG drawings can hold scripts"),
    "too large a one": ("a.png", png() + bytes(2000), "the limit MAX_PICTURE_BYTES is 1,000"),
}


@pytest.mark.parametrize("name, content, reason", REFUSED.values(), ids=REFUSED)
def test_what_is_refused_is_told(tmp_path, settings, name, content, reason):
    settings.MAX_PICTURE_BYTES = 1000
    (tmp_path / "a.md").write_text(f"# A\n\n![a]({name})\n")
    (tmp_path / name).write_bytes(content)
    with pytest.raises(CommandError):
        import_documents(tmp_path)
    assert not Picture.objects.exists()
    [file] = ImportRun.objects.get().files.filter(result="refused")
    assert reason in file.problems[0][1]


@pytest.mark.parametrize(
    "content, type",
    [
        (png(), "image/png"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "image/jpeg"),
        (b"GIF87a", "image/gif"),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"\x00\x00\x00\x20ftypavif", "image/avif"),
        (b"RIFF\x24\x00\x00\x00WAVEfmt ", ""),
        (b"%PDF-1.7", ""),
        (b"", ""),
    ],
)
def test_bytes_tell_what_a_picture_is(content, type):
    assert picture_type(content) == type


def test_an_import_without_changes_reads_no_picture_twice_into_the_database(notes):
    import_documents(notes)
    first = list(Picture.objects.values_list("pk", flat=True))
    assert "refused" in import_documents(notes)
    assert list(Picture.objects.values_list("pk", flat=True)) == first


def test_an_unknown_picture_is_not_found(client):
    assert client.get(f"/pictures/{'0' * 64}/").status_code == 404
