"""Where documents come from: what people name on the command line becomes files, each once."""

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from incidents.archives import is_archive, open_archive
from incidents.files import Found, Source, Unreadable, is_hidden, is_wanted, readable_name, source_of
from incidents.repositories import Checkout, is_remote, open_repository


@contextmanager
def open_sources(named: Iterable[str], checkout: Checkout | None = None) -> Iterator[list[Source]]:
    """The files behind files, folders, archives and repositories; they can be read until the block ends.

    With a `checkout` each name is a repository; the address of one needs none.
    """
    with ExitStack() as stack:
        yield _each_once(_open(name, checkout, stack) for name in named)


def disk_location(path: str) -> str:
    """The absolute path as text; what is not UTF-8 in it is written as escapes, so that no two files share one."""
    return os.fsencode(os.path.abspath(path)).decode("utf-8", "backslashreplace").replace("\0", "\\x00")


def _open(name: str, checkout: Checkout | None, stack: ExitStack) -> Source:
    if checkout or is_remote(name):
        return open_repository(name, checkout or Checkout(), stack)
    path = os.path.abspath(name)
    if "\0" not in path and os.path.isdir(path):
        return _folder(path)
    if is_archive(path) and os.path.isfile(path):
        return open_archive(Path(path), disk_location(path), stack)
    return Source((_file(path, os.path.basename(path)),))


def _folder(start: str) -> Source:
    prefix = disk_location(start).rstrip("/") + "/"

    def covers(location: str) -> bool:
        name = location.removeprefix(prefix)
        return name != location and "!/" not in name and not is_hidden(name) and not os.path.lexists(location)

    return source_of(_walk(start), prefix, covers)


def _walk(start: str) -> Iterator[Found]:
    parent, closed = os.path.dirname(start), []
    for folder, subfolders, names in os.walk(start, onerror=closed.append):
        subfolders[:] = sorted(name for name in subfolders if not is_hidden(f"{name}/"))
        for name in sorted(filter(is_wanted, names)):
            path = os.path.join(folder, name)
            yield _file(path, os.path.relpath(path, parent))
    yield from (_refused(error.filename, os.path.relpath(error.filename, parent), _why(error)) for error in closed)


def _file(path: str, shown: str) -> Found:
    try:
        status = os.stat(path)
    except OSError as error:
        return _refused(path, shown, _why(error))
    except ValueError:
        return _refused(path, shown, "The name holds a NUL, which no file name can.")
    if not stat.S_ISREG(status.st_mode):
        return _refused(path, shown, "This is not a file, so it was left out.")
    return Found(disk_location(path), _shown(shown), status.st_size, partial(_read, path))


def _read(path: str, most: int) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read(most)
    except OSError as error:
        raise Unreadable(_why(error)) from error


def _refused(path: str, shown: str, refusal: str) -> Found:
    return Found(disk_location(path), _shown(shown), refusal=refusal)


def _shown(path: str) -> str:
    return readable_name(os.fsencode(path)).replace(os.sep, "/")


def _why(error: OSError) -> str:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return "There is no such file or folder: check the name."
    return f"It cannot be opened ({error.strerror}): check its permissions."


def _each_once(sources: Iterable[Source]) -> list[Source]:
    seen: set[str] = set()
    once = []
    for source in sources:
        once.append(replace(source, files=tuple(file for file in source.files if file.location not in seen)))
        seen.update(file.location for file in source.files)
    return once
