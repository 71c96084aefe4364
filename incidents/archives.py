"""Zip and tar archives as sources, read in place: nothing is unpacked to disk, and no entry can grow without bound."""

import bz2
import gzip
import io
import lzma
import posixpath
import re
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from incidents.files import Found, Source, Unreadable, is_hidden, is_wanted, readable_name, source_of
from incidents.manifests import MANIFEST, MOST_BYTES, NOT_LISTED, listed

ZIP_SUFFIXES = (".zip",)
TAR_SUFFIXES = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz")
DECOMPRESSORS = ((b"\x1f\x8b", gzip.open), (b"BZh", bz2.open), (b"\xfd7zXZ\x00", lzma.open))

# Markdown packs to a tenth. What packs to less than this was made to fill a disk; small entries may, they do no harm.
MAX_RATIO = 200
RATIO_MATTERS_FROM = 1_000_000
MAX_READ = 100_000_000  # bytes at once: a tar header may claim any length

# What the standard library raises for archives that are cut off, damaged or made up.
DAMAGES = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
    NotImplementedError,
)
ABSOLUTE = re.compile(r"/|[A-Za-z]:")


@dataclass(frozen=True)
class Member:
    """An entry of an archive: `sort` is file, folder, link or device; `packed` its compressed bytes, 0 if not known."""

    name: str
    size: int
    read: Callable[[int], bytes] = field(repr=False)
    sort: str = "file"
    target: str = ""
    packed: int = 0
    encrypted: bool = False


class Excess(Exception):
    """The archive is larger than an archive of documents is; the message is one sentence for the report."""


def is_archive(name: str) -> bool:
    return name.lower().endswith(ZIP_SUFFIXES + TAR_SUFFIXES)


def open_archive(path: Path, location: str, stack: ExitStack) -> Source:
    """The documents in an archive; what is refused, an entry or the whole, comes with its reason."""
    members = _zip_members if path.name.lower().endswith(ZIP_SUFFIXES) else _tar_members
    name = readable_name(path.name.encode(errors="surrogateescape"))
    prefix, found, told = f"{location}!/", [], {}
    try:
        for member in _bounded(members(path, stack)):
            found += _offered(member, prefix, name)
            told |= listed(member.read(MOST_BYTES)) if _is_manifest(member) else {}
    except (Excess, Unreadable, *DAMAGES) as error:
        reason = (
            str(error)
            if isinstance(error, (Excess, Unreadable))
            else "The archive is damaged, or it is not what its name says."
        )
        return source_of([*found, Found(location, name, refusal=reason)])
    found = [replace(one, listed=told.get(one.location.removeprefix(prefix), NOT_LISTED)) for one in found]
    return source_of(found, prefix, lambda known: known.startswith(prefix))


def _is_manifest(member: Member) -> bool:
    return member.name == MANIFEST and member.sort == "file" and not member.encrypted


def _bounded(members: Iterator[Member]) -> Iterator[Member]:
    total = 0
    for member in islice(members, settings.MAX_ARCHIVE_FILES):
        total += member.size if member.sort == "file" and is_wanted(member.name) else 0
        if total > settings.MAX_ARCHIVE_BYTES:
            most = f"{settings.MAX_ARCHIVE_BYTES:,} bytes"
            raise Excess(f"Its documents and pictures unpack to more than {most}; the rest was left out.")
        yield member
    if next(members, None):
        raise Excess(f"It has more than {settings.MAX_ARCHIVE_FILES:,} entries; the rest was left out.")


def _offered(member: Member, prefix: str, archive: str) -> Iterable[Found]:
    name = readable_name(member.name.encode(errors="surrogateescape")).replace("\\", "/")
    if refusal := _first(UNSAFE, member, name):
        yield Found(prefix + name, f"{archive}/{name}", refusal=refusal)
        return
    name = posixpath.normpath(name)
    if member.sort == "folder" or is_hidden(name) or not is_wanted(name):
        return
    yield Found(prefix + name, f"{archive}/{name}", member.size, member.read, _first(UNREADABLE, member, name))


def _first(refusals: Iterable[tuple[str, Callable[[Member, str], bool]]], member: Member, name: str) -> str:
    return next((sentence for sentence, applies in refusals if applies(member, name)), "")


def _leads_out(name: str) -> bool:
    return bool(ABSOLUTE.match(name)) or ".." in name.split("/")


# Told of every entry, because no honest archive has one.
UNSAFE = (
    ("The name holds a NUL.", lambda member, name: "\0" in member.name),
    ("The name is an absolute path.", lambda member, name: bool(ABSOLUTE.match(name))),
    ('The name leads out of the archive by "..".', lambda member, name: ".." in name.split("/")),
    ("This is a device, not a file.", lambda member, name: member.sort == "device"),
    (
        "This is a link that leads out of the archive.",
        lambda member, name: (
            member.sort == "link"
            and _leads_out(posixpath.normpath(posixpath.join(posixpath.dirname(name), member.target)))
        ),
    ),
)
# Told of documents only.
UNREADABLE = (
    ("This is a link, not a file.", lambda member, name: member.sort == "link"),
    ("It is encrypted: unpack the archive first.", lambda member, name: member.encrypted),
    (
        f"It unpacks to more than {MAX_RATIO} times its packed size, as archives do that are made to fill a disk.",
        lambda member, name: member.size > max(RATIO_MATTERS_FROM, MAX_RATIO * member.packed) and member.packed > 0,
    ),
)


def _zip_members(path: Path, stack: ExitStack) -> Iterator[Member]:
    archive = stack.enter_context(zipfile.ZipFile(path))
    for info in archive.infolist():
        yield Member(
            name=_zip_name(info),
            size=info.file_size,
            read=partial(_read, partial(archive.open, info)),
            sort="folder" if info.filename.endswith("/") else _zip_sort(info),
            packed=info.compress_size,
            encrypted=bool(info.flag_bits & 1),
        )


def _zip_name(info: zipfile.ZipInfo) -> str:
    """The name as its writer meant it: without the UTF-8 flag, zipfile takes it for CP437, which few writers use."""
    if info.flag_bits & 0x800:
        return info.orig_filename
    try:
        return info.orig_filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.orig_filename


def _zip_sort(info: zipfile.ZipInfo) -> str:
    kind = stat.S_IFMT(info.external_attr >> 16)
    return {0: "file", stat.S_IFREG: "file", stat.S_IFLNK: "link"}.get(kind, "device")


def _tar_members(path: Path, stack: ExitStack) -> Iterator[Member]:
    stream = stack.enter_context(_decompressed(path))
    archive = stack.enter_context(tarfile.TarFile(fileobj=stream, errors="surrogateescape"))
    for info in archive:
        yield Member(
            name=info.name,
            size=info.size,
            read=partial(_read, partial(archive.extractfile, info)),
            sort=_tar_sort(info),
            target=info.linkname,
        )


def _tar_sort(info: tarfile.TarInfo) -> str:
    if info.isdir():
        return "folder"
    if info.issym() or info.islnk():
        return "link"
    return "device" if info.isdev() else "file"


def _decompressed(path: Path) -> BinaryIO:
    with path.open("rb") as file:
        start = file.read(6)
    for magic, opener in DECOMPRESSORS:
        if start.startswith(magic):
            most = max(RATIO_MATTERS_FROM * 16, MAX_RATIO * path.stat().st_size)
            return BoundedStream(opener(path), min(most, settings.MAX_ARCHIVE_BYTES))
    return path.open("rb")


class BoundedStream(io.RawIOBase):
    """What comes out of a decompressor, up to `most` bytes: tarfile itself would follow a bomb to its end."""

    def __init__(self, stream: BinaryIO, most: int):
        self.stream, self.most = stream, most

    def read(self, size: int = -1) -> bytes:
        self._allow(self.tell() + size if size <= MAX_READ else self.most + 1)
        return self.stream.read(size)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._allow(offset)
        return self.stream.seek(offset, whence)

    def tell(self) -> int:
        return self.stream.tell()

    def close(self) -> None:
        self.stream.close()
        super().close()

    def _allow(self, position: int) -> None:
        if position > self.most:
            raise Excess(f"It unpacks to more than {self.most:,} bytes, too much for its size; the rest was left out.")


def _read(opened: Callable[[], BinaryIO], most: int) -> bytes:
    try:
        with opened() as file:
            return file.read(most)
    except Excess as error:
        raise Unreadable(str(error)) from error
    except DAMAGES as error:
        raise Unreadable("It cannot be unpacked: the archive is damaged there, or packed in an unknown way.") from error
