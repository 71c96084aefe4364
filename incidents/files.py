"""What every source gives, folder, archive or repository: files that are known by name before they are read."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from incidents.manifests import MOST_BYTES_OF_A_SIDECAR, NOT_LISTED, SIDECAR, Listed, read_sidecar

SUFFIXES = (".md", ".markdown", ".txt")
PICTURE_SUFFIXES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg")
MAX_NAME = 1000  # characters that Document.location and Document.path hold
FOLDERS_OF_TOOLS = ("__MACOSX",)
LISTS_FOR_TOOLS = re.compile(r"(?:\A|[/\\])(?:requirements[\w.-]*|cmakelists)\.txt\Z")


@dataclass(frozen=True)
class Problem:
    """Why something was not stored, or what was wrong in it: file, 1-based line (0: the whole file), one sentence."""

    path: str
    line: int
    message: str

    def __str__(self):
        return f"{self.path}:{self.line}: {self.message}" if self.line else f"{self.path}: {self.message}"


class Unreadable(Exception):
    """A file cannot be had from its source; the message is one sentence for the report."""


@dataclass(frozen=True)
class Found:
    """A file that a source offers. `location` is its identity on re-import; `path` is what people are shown.

    `listed` is what a manifest beside it says, and `sidecar` the file that says it of this one alone; the id that
    stands in the file itself comes before the one there.
    `read(most)` gives its first `most` bytes or raises Unreadable. A file with a `refusal`, a sentence, is never read.
    """

    location: str
    path: str
    size: int = 0
    read: Callable[[int], bytes] | None = field(default=None, repr=False)
    refusal: str = ""
    listed: Listed = NOT_LISTED
    sidecar: "Found | None" = field(default=None, repr=False)


@dataclass(frozen=True)
class Source:
    """The files of one folder, archive or repository; the pictures among them are taken where a document shows them.

    `covers(location)` is true where a document's file would be among `files` if it were still there;
    all these locations begin with `prefix`. Without a prefix the source cannot tell what is gone from it.
    """

    files: tuple[Found, ...]
    prefix: str = ""
    covers: Callable[[str], bool] = field(default=lambda location: False, repr=False)
    pictures: tuple[Found, ...] = ()


@dataclass(frozen=True)
class SourceFile:
    """A file that was read. `location`, `path` and `listed` as in Found."""

    location: str
    path: str
    content: bytes = field(repr=False)
    listed: Listed = NOT_LISTED


def source_of(
    found: Iterable[Found], prefix: str = "", covers: Callable[[str], bool] = lambda location: False
) -> Source:
    """A source of what was found, a place that comes twice only once; a refused picture is told like any file."""
    found = last_of_each(found)
    pictures = {file.location: file for file in found if is_picture(file.path) and not file.refusal}
    sidecars = {file.location: file for file in found if is_sidecar(file.path) and not file.refusal}
    files = (file for file in found if file.location not in pictures and file.location not in sidecars)
    files = tuple(replace(file, sidecar=sidecars.get(file.location + SIDECAR)) for file in files)
    return Source(files, prefix, covers, tuple(pictures.values()))


def load(found: Found, max_bytes: int, limit: str = "MAX_DOCUMENT_BYTES") -> SourceFile | Problem:
    """Reads a file of at most `max_bytes`, the setting `limit`, or says why not."""
    if refusal := found.refusal or _refusal(found, max_bytes, limit):
        return Problem(found.path[:MAX_NAME], 0, refusal)
    try:
        content = found.read(max_bytes + 1)
    except Unreadable as error:
        return Problem(found.path, 0, str(error))
    if len(content) > max_bytes:
        return Problem(found.path, 0, _too_large("more", max_bytes, limit))
    return SourceFile(found.location, found.path, content, _listed(found))


def is_document(name: str) -> bool:
    name = name.lower()
    return name.endswith(SUFFIXES) and not LISTS_FOR_TOOLS.search(name)


def is_picture(name: str) -> bool:
    return name.lower().endswith(PICTURE_SUFFIXES)


def is_sidecar(name: str) -> bool:
    return name.lower().endswith(SIDECAR)


def is_wanted(name: str) -> bool:
    return is_document(name) or is_picture(name) or is_sidecar(name)


def is_hidden(name: str) -> bool:
    """True below a folder that tools keep for themselves, such as `.git`. Folders are separated by slashes."""
    return any(folder.startswith(".") or folder in FOLDERS_OF_TOOLS for folder in name.split("/")[:-1])


def readable_name(name: bytes) -> str:
    """A file name of unknown encoding, as text that every database stores."""
    for encoding in ("utf-8", "cp1252"):
        try:
            return name.decode(encoding).replace("\0", "\N{REPLACEMENT CHARACTER}")
        except UnicodeDecodeError:
            continue
    return name.decode("latin-1")


def last_of_each(found: Iterable[Found]) -> tuple[Found, ...]:
    """The files in their order, a location that comes twice only the second time: so archives replace a file."""
    by_location: dict[str, Found] = {}
    for file in found:
        by_location.pop(file.location, None)
        by_location[file.location] = file
    return tuple(by_location.values())


def _listed(found: Found) -> Listed:
    if not found.sidecar:
        return found.listed
    try:
        return read_sidecar(found.sidecar.read(MOST_BYTES_OF_A_SIDECAR))
    except Unreadable:
        return found.listed


def _refusal(found: Found, max_bytes: int, limit: str) -> str:
    if max(len(found.location), len(found.path)) > MAX_NAME:
        return f"The name has more than the {MAX_NAME:,} characters that can be stored, its folders counted."
    return _too_large(f"{found.size:,}", max_bytes, limit) if found.size > max_bytes else ""


def _too_large(size: str, max_bytes: int, limit: str) -> str:
    return f"The file has {size} bytes; the limit {limit} is {max_bytes:,}."
