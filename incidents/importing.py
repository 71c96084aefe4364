"""Files become documents, in batches; what went wrong is told file by file and stops nothing else."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from incidents.files import Problem, Source, SourceFile, load
from incidents.identity import CHANGED, GONE, MOVED, NEW, REFUSED, UNCHANGED, Places, Recognised, recognise
from incidents.models import Document, ImportedFile, ImportRun
from incidents.pictures import store_pictures
from incidents.readers import Answers, open_readers
from incidents.reading.encodings import NotText, decode
from incidents.reading.values import ReadDocument
from incidents.storing import Reading, storable, store_moves, store_readings

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
    """Stores each file that `run` has not done yet, has it learnt when new or changed, and yields what came of it.

    A batch is one transaction with what is learnt from it and what `run` tells of it. When the process dies, whole
    batches are there, and the same call with the same files in the same order goes on after them.
    """
    places, moved = Places(sources), set()
    run.total = sum(len(source.files) for source in places.sources)
    run.save(update_fields=["total"])
    yield from _import(places, run, learn, moved)
    pictures = list(_pictures(places))
    gone = list(_gone(places, moved))
    with transaction.atomic():
        _note(run, pictures + gone)
        run.finished = timezone.now()
        run.save(update_fields=["finished"])
    yield from pictures + gone


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


def _import(places: Places, run: ImportRun, learn: Callable[[Document], None], moved: set[int]) -> Iterator[Imported]:
    """While one batch is written, the next is being read. `moved` gathers the ids of the documents that move."""
    ahead = deque()
    with open_readers() as begin:
        for files, refused in _batches(places, run.done):
            recognised = recognise(files, places, moved)
            moved |= {known.document.pk for known in recognised if known.result == MOVED}
            answers = begin([known.file for known in recognised if known.result in (NEW, CHANGED)])
            ahead.append((refused, recognised, answers))
            if len(ahead) > 1:
                yield from _store(*ahead.popleft(), run, learn)
        for batch in ahead:
            yield from _store(*batch, run, learn)


def _store(
    refused: list[Imported],
    recognised: list[Recognised],
    answers: Answers,
    run: ImportRun,
    learn: Callable[[Document], None],
) -> list[Imported]:
    """One transaction. What is not new or changed was not read, and comes out as it is."""
    read = iter(answers())
    files = [_reading(known, next(read)) if known.result in (NEW, CHANGED) else known for known in recognised]
    with transaction.atomic():
        store_moves([known for known in recognised if known.result == MOVED])
        for document in store_readings([file for file in files if isinstance(file, Reading)]):
            learn(document)
        imported = refused + [_imported(file) for file in files]
        run.done += len(imported)
        _note(run, imported)
    return imported


def _note(run: ImportRun, files: list[Imported]) -> None:
    """Counts the files, and keeps a row of each but those that are as they were."""
    for file in files:
        run.counts[file.result] = run.counts.get(file.result, 0) + 1
    ImportedFile.objects.bulk_create(
        ImportedFile(
            run=run,
            path=file.path,
            result=file.result,
            document=file.document,
            problems=[[problem.line, storable(problem.message)] for problem in file.problems],
        )
        for file in files
        if file.result != UNCHANGED
    )
    run.save(update_fields=["done", "counts"])


def _batches(places: Places, done: int = 0) -> Iterator[tuple[list[SourceFile], list[Imported]]]:
    """The files after the first `done`, some at a time, and beside them those that could not be had."""
    files, refused, size = [], [], 0
    for found in islice(chain.from_iterable(source.files for source in places.sources), done, None):
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


def _pictures(places: Places) -> Iterator[Imported]:
    for problem in store_pictures(places.sources):
        yield Imported(problem.path, REFUSED, None, (problem,))


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
