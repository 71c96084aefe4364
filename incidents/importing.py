"""Files become documents, in batches; what went wrong is told file by file and stops nothing else."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from incidents.files import Problem, Source, SourceFile, load
from incidents.identity import (
    CHANGED,
    DUPLICATE,
    GONE,
    NEW,
    REFUSED,
    UNCHANGED,
    Places,
    Recognised,
    recognise,
)
from incidents.locking import one_writer
from incidents.models import Document, ImportedFile, ImportRun
from incidents.pictures import store_pictures
from incidents.readers import Answers, open_readers, read
from incidents.reading.encodings import NotText, decode
from incidents.reading.values import ReadDocument
from incidents.reconciling import edited_here, foresee_merge, overtake, reconcile
from incidents.reviews import State
from incidents.storing import Reading, Version, storable, store_duplicates, store_moves, store_readings

# A batch ends at either, so that memory does not grow with the number of files or their size.
BATCH = 100
BATCH_BYTES = 5_000_000
GONE_MESSAGE = "The file is gone from where it was imported; its document is kept."
READ = (NEW, CHANGED)
# Who was asked to review stays where the document was: here it is to be asked for anew.
STATES = {State.DRAFT: State.DRAFT, State.REVIEW: State.DRAFT, State.ARCHIVED: State.ARCHIVED}


@dataclass(frozen=True)
class Imported:
    """What came of one file. `document` is None when it was refused, and in a dry run when it is new."""

    path: str
    result: str
    document: Document | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Batch:
    """Files that are stored together: those that could not be had, what the others are, and what the new ones say."""

    refused: list[Imported]
    recognised: list[Recognised]
    answers: Answers

    def told(self) -> dict[str, ReadDocument | str]:
        """What each file says that was read, by location, as soon as it is known."""
        asked = [known.file.location for known in self.recognised if known.result in READ]
        return dict(zip(asked, self.answers(), strict=True))


def import_files(
    sources: Iterable[Source], run: ImportRun, learn: Callable[[list[Document]], None] = lambda documents: None
) -> Iterator[Imported]:
    """Stores each file that `run` has not done yet, has the new and changed ones learnt, and yields what came of each.

    A batch is one transaction with what is learnt from it and what `run` tells of it. When the process dies, whole
    batches are there, and the same call with the same files in the same order goes on after them.
    """
    places = Places(sources)
    run.total = sum(len(source.files) for source in places.sources)
    run.save(update_fields=["total"])
    yield from _import(places, run, learn)
    pictures = list(_pictures(places))
    gone = list(_gone(places))
    with transaction.atomic():
        Document.objects.filter(pk__in=[one.document.pk for one in gone], gone=None).update(gone=timezone.now())
        _note(run, pictures + gone)
        run.finished = timezone.now()
        run.save(update_fields=["finished"])
    yield from pictures + gone


def foresee(sources: Iterable[Source]) -> Iterator[Imported]:
    """What `import_files` would do with each file; nothing is written."""
    places = Places(sources)
    for files, refused in _batches(places):
        yield from refused
        recognised = recognise(files, places)
        edited = edited_here(known.document for known in recognised if known.result == CHANGED)
        yield from (_foreseen(known, edited) for known in recognised)
    yield from _gone(places)


def _import(places: Places, run: ImportRun, learn: Callable[[list[Document]], None]) -> Iterator[Imported]:
    """While one batch is written, the next is being read."""
    ahead = deque()
    with open_readers() as begin:
        for files, refused in _batches(places, run.done):
            recognised = recognise(files, places)
            answers = begin([known.file for known in recognised if known.result in READ])
            ahead.append(Batch(refused, recognised, answers))
            if len(ahead) > 1:
                yield from _store(ahead.popleft(), places, run, learn)
        for batch in ahead:
            yield from _store(batch, places, run, learn)


def _store(batch: Batch, places: Places, run: ImportRun, learn: Callable[[list[Document]], None]) -> list[Imported]:
    """One transaction. What other imports stored since the files were looked at is seen then."""
    told = batch.told()
    with transaction.atomic():
        one_writer()
        recognised = _looked_at_again(batch.recognised, places)
        store_moves([known for known in recognised if known.moves])
        outcomes = _outcomes(recognised, told)
        learn(store_readings([reading for _, reading in outcomes if reading]))
        twins = store_duplicates([known for known in recognised if known.result == DUPLICATE], places)
        _found_again(recognised)
        imported = batch.refused + [_with_twin(one, twins) for one, _ in outcomes]
        run.done += len(imported)
        _note(run, imported)
    return imported


def _looked_at_again(recognised: list[Recognised], places: Places) -> list[Recognised]:
    files = [known.file for known in recognised if known.result != UNCHANGED]
    again = {known.file.location: known for known in recognise(files, places)}
    return [again.get(known.file.location, known) for known in recognised]


def _outcomes(
    recognised: list[Recognised], told: dict[str, ReadDocument | str]
) -> list[tuple[Imported, Reading | None]]:
    edited = edited_here(known.document for known in recognised if known.result == CHANGED)
    return [_outcome(known, told.get(known.file.location), edited) for known in recognised]


def _outcome(known: Recognised, told: ReadDocument | str | None, edited: set[int]) -> tuple[Imported, Reading | None]:
    """What came of a file, and what is to be stored of it."""
    if known.result not in READ:
        return Imported(known.file.path, known.result, known.document, known.problems), None
    told = told or read(known.file)
    if isinstance(told, str):
        return _refused(known.file, told), None
    if known.document and known.document.pk in edited:
        known, reading = reconcile(known, told)
    else:
        reading = Reading(known.document or _new(known), told, (Version(known.file.content, told),))
    document = reading.document if reading else known.document
    faults = tuple(Problem(known.file.path, fault.line, fault.message) for fault in told.faults)
    return Imported(known.file.path, known.result, document, known.problems + faults), reading


def _new(known: Recognised) -> Document:
    """What a manifest calls unpublished or restricted stays so: nobody learns by an import what was kept from them."""
    document = Document(location=known.file.location, path=known.file.path)
    document.uid = known.uid or document.uid
    document.state = STATES.get(known.file.listed.state, document.state)
    if known.file.listed.visibility == Document.Visibility.RESTRICTED:
        document.visibility = Document.Visibility.RESTRICTED
    return document


def _found_again(recognised: list[Recognised]) -> None:
    """What has a file again is not gone, and what is as it was imported last is in no conflict any more."""
    there = [known for known in recognised if known.result in (UNCHANGED, CHANGED)]
    if back := [known.document.pk for known in there if known.document.gone]:
        Document.objects.filter(pk__in=back).update(gone=None)
    if waiting := [known.document for known in there if known.result == UNCHANGED and known.document.waiting]:
        overtake(waiting)


def _with_twin(one: Imported, twins: dict[str, Document]) -> Imported:
    """A double of a file that was refused is refused as well."""
    if one.result != DUPLICATE:
        return one
    if one.path in twins:
        return Imported(one.path, DUPLICATE, twins[one.path], one.problems)
    return Imported(one.path, REFUSED, None, (Problem(one.path, 0, "The same bytes as a file that was refused."),))


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


def _gone(places: Places) -> Iterator[Imported]:
    for document in places.left():
        yield Imported(document.path, GONE, document, (Problem(document.path, 0, GONE_MESSAGE),))


def _foreseen(known: Recognised, edited: set[int]) -> Imported:
    if known.result not in (*READ, DUPLICATE):
        return Imported(known.file.path, known.result, known.document, known.problems)
    try:
        decode(known.file.content)
    except NotText as error:
        return _refused(known.file, str(error))
    if known.document and known.document.pk in edited:
        known = foresee_merge(known)
    return Imported(known.file.path, known.result, known.document, known.problems)


def _refused(file: SourceFile, reason: str) -> Imported:
    return Imported(file.path, REFUSED, None, (Problem(file.path, 0, reason),))
