"""Files become documents, in batches; what went wrong is told file by file and stops nothing else."""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from incidents.files import Problem, Source, SourceFile, load
from incidents.identity import CHANGED, GONE, MOVED, NEW, REFUSED, Places, Recognised, recognise
from incidents.models import Document, ImportRun
from incidents.readers import Answers, open_readers
from incidents.reading.encodings import NotText, decode
from incidents.reading.values import ReadDocument
from incidents.storing import Reading, store_moves, store_readings

# A batch ends at either, so that memory does not grow with the number of files or their size.
BATCH = 100
BATCH_BYTES = 5_000_000
GONE_MESSAGE = "The file is gone from where it was imported; its document is kept."


@dataclass(frozen=True)
class Imported:
    """What came of one file. `document` is None when it was refused, and in a dry run when it is new."""

    path: str
    result: str
    document: Document | None = None
    problems: tuple[Problem, ...] = ()


def import_files(
    sources: Iterable[Source], run: ImportRun, learn: Callable[[Document], None] = lambda document: None
) -> Iterator[Imported]:
    """Stores each file, has each new or changed document learnt, and yields what came of it.

    A batch is one transaction with what is learnt from it: when the process dies, whole batches are there and the next
    run goes on from them. `run` holds the sums when the last one is through.
    """
    counts, problems = Counter(), []
    for imported in _import(Places(sources), learn):
        counts[imported.result] += 1
        problems += [str(problem) for problem in imported.problems]
        yield imported
    run.counts, run.problems, run.finished = dict(counts), problems, timezone.now()
    run.save()


def foresee(sources: Iterable[Source]) -> Iterator[Imported]:
    """What `import_files` would do with each file; nothing is written."""
    places, moved = Places(sources), set()
    for files, refused in _batches(places):
        yield from refused
        for known in recognise(files, places, moved):
            if known.result == MOVED:
                moved.add(known.document.pk)
            yield _foreseen(known)
    yield from _gone(places, moved)


def _import(places: Places, learn: Callable[[Document], None]) -> Iterator[Imported]:
    """While one batch is written, the next is being read."""
    moved, ahead = set(), deque()
    with open_readers() as begin:
        for files, refused in _batches(places):
            yield from refused
            recognised = recognise(files, places, moved)
            moved |= {known.document.pk for known in recognised if known.result == MOVED}
            ahead.append((recognised, begin([known.file for known in recognised if known.result in (NEW, CHANGED)])))
            if len(ahead) > 1:
                yield from _store(*ahead.popleft(), learn)
        for batch in ahead:
            yield from _store(*batch, learn)
    yield from _gone(places, moved)


def _store(recognised: list[Recognised], answers: Answers, learn: Callable[[Document], None]) -> list[Imported]:
    """One transaction. What is not new or changed was not read, and comes out as it is."""
    read = iter(answers())
    files = [_reading(known, next(read)) if known.result in (NEW, CHANGED) else known for known in recognised]
    with transaction.atomic():
        store_moves([known for known in recognised if known.result == MOVED])
        for document in store_readings([file for file in files if isinstance(file, Reading)]):
            learn(document)
    return [_imported(file) for file in files]


def _batches(places: Places) -> Iterator[tuple[list[SourceFile], list[Imported]]]:
    """The files, some at a time, and beside them those that could not be had."""
    files, refused, size = [], [], 0
    for found in (found for source in places.sources for found in source.files):
        loaded = load(found, settings.MAX_DOCUMENT_BYTES)
        if isinstance(loaded, Problem):
            refused.append(Imported(loaded.path, REFUSED, None, (loaded,)))
        else:
            files.append(loaded)
            size += len(loaded.content)
        if len(files) + len(refused) == BATCH or size > BATCH_BYTES:
            yield files, refused
            files, refused, size = [], [], 0
    yield files, refused


def _gone(places: Places, moved: set[int]) -> Iterator[Imported]:
    for document in places.left(moved):
        yield Imported(document.path, GONE, document, (Problem(document.path, 0, GONE_MESSAGE),))


def _foreseen(known: Recognised) -> Imported:
    if known.result not in (NEW, CHANGED):
        return Imported(known.file.path, known.result, known.document)
    try:
        decode(known.file.content)
    except NotText as error:
        return _refused(known.file, str(error))
    return Imported(known.file.path, known.result, known.document)


def _refused(file: SourceFile, reason: str) -> Imported:
    return Imported(file.path, REFUSED, None, (Problem(file.path, 0, reason),))


def _reading(known: Recognised, answer: ReadDocument | str) -> Reading | Imported:
    if isinstance(answer, str):
        return _refused(known.file, answer)
    return Reading(known, known.document or Document(location=known.file.location, path=known.file.path), answer)


def _imported(file: Reading | Recognised | Imported) -> Imported:
    if isinstance(file, Imported):
        return file
    if isinstance(file, Recognised):
        return Imported(file.file.path, file.result, file.document)
    path = file.known.file.path
    problems = tuple(Problem(path, fault.line, fault.message) for fault in file.read.faults)
    return Imported(path, file.known.result, file.document, problems)
