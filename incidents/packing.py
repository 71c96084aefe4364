"""Documents on their way out: files under the names they came with, and a manifest that says which is which."""

import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath

from incidents.exporting import ID, ReadOnly, export
from incidents.models import Document

MANIFEST = "manifest.json"
FORMAT = "errata documents 1"
# What some system allows in no file name, and how many bytes of one part of a path every system takes.
NOT_IN_NAMES = re.compile(r'[\x00-\x1f<>:"\\|?*]')
LONGEST_PART = 200


@dataclass(frozen=True)
class Entry:
    """What the manifest says of one file. `carries_id` is false where its front-matter takes no id."""

    path: str
    id: str
    title: str
    kind: str
    revision: int
    sha256: str
    carries_id: bool


def pack(documents: Iterable[Document], *, ids: bool) -> Iterator[tuple[Entry, bytes]]:
    """Each document as a file: the bytes of its newest revision, with `ids` also the document's id in it."""
    taken = {MANIFEST}
    for document in documents:
        newest = document.latest
        content, carries_id = _content(document, bytes(newest.content), ids=ids)
        path = _free(_safe(document.path), taken)
        digest = sha256(content).hexdigest()
        entry = Entry(path, str(document.uid), document.title, document.kind, newest.number, digest, carries_id)
        yield entry, content


def write_zip(target: Path, packed: Iterable[tuple[Entry, bytes]]) -> list[Entry]:
    entries = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry, content in packed:
            archive.writestr(entry.path, content)
            entries.append(entry)
        archive.writestr(MANIFEST, _manifest(entries))
    return entries


def write_folder(target: Path, packed: Iterable[tuple[Entry, bytes]]) -> list[Entry]:
    entries = []
    for entry, content in packed:
        file = target / entry.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        entries.append(entry)
    target.mkdir(parents=True, exist_ok=True)
    (target / MANIFEST).write_text(_manifest(entries), "utf-8")
    return entries


def _content(document: Document, content: bytes, *, ids: bool) -> tuple[bytes, bool]:
    if not ids:
        return content, False
    try:
        return export(content, {ID: str(document.uid)}), True
    except ReadOnly:
        return content, False


def _manifest(entries: list[Entry]) -> str:
    manifest = {"format": FORMAT, "documents": [asdict(entry) for entry in entries]}
    return json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"


def _safe(path: str) -> str:
    """A relative path that leads nowhere else, in names that every system takes."""
    parts = [_safe_part(part) for part in path.split("/") if part not in ("", ".", "..")]
    return "/".join(parts) or "document.md"


def _safe_part(part: str) -> str:
    name = PurePosixPath(NOT_IN_NAMES.sub("_", part))
    stem = name.stem.encode()[: LONGEST_PART - len(name.suffix.encode())].decode("utf-8", "ignore")
    return stem + name.suffix[:20]


def _free(path: str, taken: set[str]) -> str:
    """The path, or with a number where another document has it already; case does not tell names apart everywhere."""
    name, number = PurePosixPath(path), 2
    free = path
    while free.lower() in taken:
        free = str(name.with_name(f"{name.stem}-{number}{name.suffix}"))
        number += 1
    taken.add(free.lower())
    return free
