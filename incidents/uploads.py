"""Files that somebody sends with a browser, kept in a folder of their own until they are imported.

They are known again by the name they were sent under (`upload:notes/pool.md`), not by where they lie in between.
"""

import json
import shutil
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import groupby
from pathlib import Path

from incidents.archives import TAR_SUFFIXES, ZIP_SUFFIXES, is_archive, open_archive
from incidents.files import Found, Source, is_hidden, is_wanted, source_of

ORIGIN = "upload:"
CONTENTS = "contents.json"


@dataclass(frozen=True)
class Sent:
    """A file as it was sent. A `name` with slashes is that of a file in a folder that was sent as a whole."""

    name: str
    chunks: Iterable[bytes] = field(repr=False)


def keep(files: Iterable[Sent], folder: Path, collection: str = "") -> None:
    """Writes the files by number; their names and the collection they belong to stand beside them."""
    folder.mkdir(parents=True)
    names = []
    for number, file in enumerate(files):
        with open(_kept(folder, number, file.name), "wb") as copy:
            copy.writelines(file.chunks)
        names.append(file.name)
    (folder / CONTENTS).write_text(json.dumps({"collection": collection, "names": names}), "utf-8")


@contextmanager
def open_kept(folder: Path) -> Iterator[list[Source]]:
    """The sources in a folder that `keep` has filled, always in the same order."""
    contents = json.loads((folder / CONTENTS).read_text("utf-8"))
    origin = ORIGIN + (f"{contents['collection']}/" if contents["collection"] else "")
    kept = [(name, _kept(folder, number, name)) for number, name in enumerate(contents["names"])]
    with ExitStack() as stack:
        archives = [_archive(origin, name, path, stack) for name, path in kept if _is_archive(name)]
        yield [*archives, *_folders(origin, kept), _single(origin, kept)]


def throw_away(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def _kept(folder: Path, number: int, name: str) -> Path:
    """By number, because a name may be none that this disk can have. The suffix of an archive tells how to open it."""
    suffixes = (suffix for suffix in ZIP_SUFFIXES + TAR_SUFFIXES if name.lower().endswith(suffix))
    return folder / f"{number}{next(suffixes, '')}"


def _is_archive(name: str) -> bool:
    """An archive in a folder is left alone, as it is on the command line."""
    return is_archive(name) and "/" not in name


def _archive(origin: str, name: str, path: Path, stack: ExitStack) -> Source:
    source = open_archive(path, origin + name, stack)
    files, pictures = (
        tuple(replace(file, path=file.path.replace(path.name, name, 1)) for file in found)
        for found in (source.files, source.pictures)
    )
    return replace(source, files=files, pictures=pictures)


def _folders(origin: str, kept: Iterable[tuple[str, Path]]) -> Iterator[Source]:
    """One source for each folder, so that what is gone from it can be told."""
    inside = sorted((name, path) for name, path in kept if "/" in name)
    for top, files in groupby(inside, key=lambda file: file[0].split("/")[0]):
        prefix = f"{origin}{top}/"
        wanted = [_found(origin, name, path) for name, path in files if is_wanted(name) and not is_hidden(name)]
        yield source_of(wanted, prefix, partial(_covers, prefix))


def _covers(prefix: str, location: str) -> bool:
    return location.startswith(prefix) and "!/" not in location


def _single(origin: str, kept: Iterable[tuple[str, Path]]) -> Source:
    single = [(name, path) for name, path in kept if "/" not in name and not _is_archive(name)]
    return source_of(_found(origin, name, path) for name, path in single)


def _found(origin: str, name: str, path: Path) -> Found:
    return Found(origin + name, name, path.stat().st_size, partial(_read, path))


def _read(path: Path, most: int) -> bytes:
    with path.open("rb") as file:
        return file.read(most)
