"""Documents on their way out: files under the names they came with, what else is known of them, and a manifest."""

import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from incidents.exporting import ID, ReadOnly, export
from incidents.manifests import FORMAT, MANIFEST, SCHEMA, SIDECAR, Listed, sidecar_of
from incidents.models import Document

# What some system allows in no file name, and how many bytes of one part of a path every system takes.
NOT_IN_NAMES = re.compile(r'[\x00-\x1f<>:"\\|?*]')
LONGEST_PART = 200
# The day that archives begin to count on: what is exported twice is the same file twice.
NO_DAY = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Entry:
    """What the manifest says of one file. `carries_id` is false where its front-matter takes no id."""

    path: str
    id: str
    title: str
    kind: str
    state: str
    visibility: str
    revision: int
    sha256: str
    carries_id: bool


@dataclass(frozen=True)
class Member:
    """A file beside the documents, given piece by piece."""

    path: str
    pieces: Iterable[bytes]


# What goes beside the documents, told when these are written; and what the manifest says of it.
Beside = Callable[["Names", list[Entry]], Iterable[Member]]
Write = Callable[[str, Iterable[bytes]], str]


class Names:
    """The names in one archive or folder, none twice; case does not tell names apart everywhere."""

    def __init__(self) -> None:
        self.taken = {MANIFEST}

    def free(self, path: str) -> str:
        """The path where nothing leads elsewhere, or with a number where that name is taken already."""
        name, number = PurePosixPath(safe_path(path)), 2
        free = str(name)
        while free.lower() in self.taken:
            free = str(name.with_name(f"{name.stem}-{number}{name.suffix}"))
            number += 1
        self.taken.add(free.lower())
        return free


def pack(documents: Iterable[Document], names: Names, *, ids: bool) -> Iterator[tuple[Entry, bytes]]:
    """Each document as a file: the bytes of its newest revision, with `ids` also the document's id in it."""
    for document in documents:
        newest = document.latest
        content, carries_id = _content(document, bytes(newest.content), ids=ids)
        digest = sha256(content).hexdigest()
        told = (str(document.uid), document.title, document.kind, document.state, document.visibility)
        yield Entry(names.free(document.path), *told, newest.number, digest, carries_id), content


def write_zip(
    target: Path | BinaryIO,
    documents: Iterable[Document],
    *,
    ids: bool,
    beside: Beside,
    deleted: Iterable[Document] = (),
) -> list[Entry]:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:

        def write(path: str, pieces: Iterable[bytes]) -> str:
            return _write_member(archive, path, pieces)

        return _write_all(write, documents, ids=ids, beside=beside, deleted=deleted)


def write_folder(
    target: Path, documents: Iterable[Document], *, ids: bool, beside: Beside, deleted: Iterable[Document] = ()
) -> list[Entry]:
    def write(path: str, pieces: Iterable[bytes]) -> str:
        return _write_file(target / path, pieces)

    return _write_all(write, documents, ids=ids, beside=beside, deleted=deleted)


def sidecars(names: Names, entries: list[Entry]) -> Iterator[Member]:
    """The id of each document in a file of its own, which goes with it wherever it is moved."""
    for entry in entries:
        told = Listed(entry.id, entry.state, entry.visibility)
        yield Member(names.free(f"{entry.path}{SIDECAR}"), [sidecar_of(told)])


def _write_all(
    write: Write, documents: Iterable[Document], *, ids: bool, beside: Beside, deleted: Iterable[Document]
) -> list[Entry]:
    entries, names = [], Names()
    for entry, content in pack(documents, names, ids=ids):
        write(entry.path, [content])
        entries.append(entry)
    others = [{"path": member.path, "sha256": write(member.path, member.pieces)} for member in beside(names, entries)]
    gone = [{"path": document.path, "id": str(document.uid)} for document in deleted]
    write(MANIFEST, [_manifest({"documents": [asdict(entry) for entry in entries], "beside": others, "deleted": gone})])
    return entries


def _write_member(archive: zipfile.ZipFile, path: str, pieces: Iterable[bytes]) -> str:
    info = zipfile.ZipInfo(path, NO_DAY)
    info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
    with archive.open(info, "w", force_zip64=True) as file:
        return _written(file, pieces)


def _write_file(path: Path, pieces: Iterable[bytes]) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        return _written(file, pieces)


def _written(file: BinaryIO, pieces: Iterable[bytes]) -> str:
    digest = sha256()
    for piece in pieces:
        file.write(piece)
        digest.update(piece)
    return digest.hexdigest()


def _content(document: Document, content: bytes, *, ids: bool) -> tuple[bytes, bool]:
    if not ids:
        return content, False
    try:
        return export(content, {ID: str(document.uid)}), True
    except ReadOnly:
        return content, False


def _manifest(told: dict[str, list]) -> bytes:
    manifest = {"format": FORMAT, "schema": SCHEMA} | told
    return (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode()


def safe_path(path: str) -> str:
    """A relative path that leads nowhere else, in names that every system takes."""
    parts = [_safe_part(part) for part in path.split("/") if part not in ("", ".", "..")]
    return "/".join(parts) or "document.md"


def _safe_part(part: str) -> str:
    name = PurePosixPath(NOT_IN_NAMES.sub("_", part))
    stem = name.stem.encode()[: LONGEST_PART - len(name.suffix.encode())].decode("utf-8", "ignore")
    return stem + name.suffix[:20]
