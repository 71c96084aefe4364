"""Before an import: what would come of each file, and what a first reading of it says."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from incidents.files import Found, Problem, Source, SourceFile, load
from incidents.identity import CHANGED, NEW, REFUSED
from incidents.importing import Imported, foresee
from incidents.readers import read

# Somebody waits for the page: about two seconds of reading. What is over it is read when it is imported.
READ_AHEAD_BYTES = 2_000_000


@dataclass(frozen=True)
class Seen:
    """What an import would do with a file. `kind` is that of a document, "" for a file that was not read yet."""

    imported: Imported
    kind: str = ""


def look(sources: Iterable[Source], max_bytes: int) -> Iterator[Seen]:
    """What would come of each file; the first new and changed ones are read, so that their faults are told too."""
    sources = list(sources)
    files = {file.path: file for source in sources for file in source.files}
    left = READ_AHEAD_BYTES
    for imported in foresee(sources):
        file = files.get(imported.path)
        if imported.result not in (NEW, CHANGED) or not file or file.size > left:
            yield Seen(imported)
            continue
        left -= file.size
        yield _read_ahead(imported, file, max_bytes)


def _read_ahead(imported: Imported, file: Found, max_bytes: int) -> Seen:
    loaded = load(file, max_bytes)
    answer = read(loaded) if isinstance(loaded, SourceFile) else loaded.message
    if isinstance(answer, str):
        return Seen(replace(imported, result=REFUSED, problems=(Problem(file.path, 0, answer),)))
    faults = tuple(Problem(file.path, fault.line, fault.message) for fault in answer.faults)
    return Seen(replace(imported, problems=faults), answer.kind)
