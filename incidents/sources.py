"""Where documents come from: what people name on the command line becomes files with their bytes."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

SUFFIXES = (".md", ".markdown", ".txt")


@dataclass(frozen=True)
class SourceFile:
    """A file to import. `location` is absolute and its identity; `path` is what people are shown."""

    location: str
    path: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Problem:
    """Why something was not stored, or what was wrong in it: file, 1-based line (0: the whole file), one sentence."""

    path: str
    line: int
    message: str

    def __str__(self):
        return f"{self.path}:{self.line}: {self.message}" if self.line else f"{self.path}: {self.message}"


def find_paths(named: Iterable[str]) -> Iterator[tuple[Path, str]]:
    """The files behind files and folders, each once, as (file, shown path). Hidden folders are left out."""
    seen = set()
    for name in named:
        for file, shown in _below(Path(os.path.abspath(name))):
            if file not in seen:
                seen.add(file)
                yield file, shown


def load_file(file: Path, shown: str, max_bytes: int) -> SourceFile | Problem:
    """Reads one file, or says why not."""
    if not file.exists():
        return Problem(shown, 0, "There is no such file or folder: check the name.")
    if not file.is_file():
        return Problem(shown, 0, "This is not a file, so it was left out.")
    size = file.stat().st_size
    if size > max_bytes:
        return Problem(shown, 0, f"The file has {size:,} bytes; the limit MAX_DOCUMENT_BYTES is {max_bytes:,}.")
    try:
        return SourceFile(str(file), shown, file.read_bytes())
    except OSError as error:
        return Problem(shown, 0, f"The file cannot be opened ({error.strerror}): check its permissions.")


def _below(start: Path) -> Iterator[tuple[Path, str]]:
    if not start.is_dir():
        yield start, start.name
        return
    for folder, subfolders, files in os.walk(start):
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        for name in sorted(files):
            if name.lower().endswith(SUFFIXES):
                file = Path(folder, name)
                yield file, file.relative_to(start.parent).as_posix()
