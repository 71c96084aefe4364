"""Documents that an older reader read are read again from their stored bytes, so that a better one reaches them all."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import transaction

from incidents.files import Problem, SourceFile
from incidents.locking import one_writer
from incidents.models import Document, Revision
from incidents.readers import Answers, open_readers
from incidents.reading.values import ReadDocument
from incidents.reading.version import READER
from incidents.storing import Reading, store_readings

BATCH = 100


@dataclass(frozen=True)
class Reread:
    """A document that was read again; with a problem it could not be, and keeps what was found before."""

    document: Document
    problem: Problem | None = None


def outdated():
    """The documents that another version of the reader read."""
    return Document.objects.exclude(reader=READER).order_by("pk")


def reread(learn: Callable[[list[Document]], None]) -> Iterator[Reread]:
    """Reads the outdated documents, replaces their findings and has them learnt: no text changes, no revision is made.

    A batch is one transaction, so a run that is broken off goes on where it was.
    """
    ahead: deque[tuple[list[Revision], Answers]] = deque()
    with open_readers() as begin:
        for revisions in _batches():
            ahead.append((revisions, begin([_file(revision) for revision in revisions])))
            if len(ahead) > 1:
                yield from _store(*ahead.popleft(), learn)
        for batch in ahead:
            yield from _store(*batch, learn)


def _batches() -> Iterator[list[Revision]]:
    """The newest revisions of the outdated documents, some at a time."""
    pks = list(outdated().values_list("pk", flat=True))
    for start in range(0, len(pks), BATCH):
        revisions = Revision.objects.filter(document__in=pks[start : start + BATCH]).order_by("document", "number")
        newest = dict(revisions.values_list("document", "pk"))
        yield list(Revision.objects.filter(pk__in=newest.values()).select_related("document").defer("text"))


def _file(revision: Revision) -> SourceFile:
    return SourceFile(revision.document.location, revision.document.path, bytes(revision.content))


def _store(revisions: list[Revision], answers: Answers, learn: Callable[[list[Document]], None]) -> list[Reread]:
    """What was deleted, or got a newer revision while it was read, is left as it is."""
    answered = list(zip(revisions, answers(), strict=True))
    with transaction.atomic():
        one_writer()
        current = _still_newest(revisions)
        told = [(revision.document, answer) for revision, answer in answered if revision.pk in current]
        readings = [Reading(document, answer) for document, answer in told if isinstance(answer, ReadDocument)]
        learn(store_readings(readings))
    return [Reread(document, _problem(document, answer)) for document, answer in told]


def _still_newest(revisions: list[Revision]) -> set[int]:
    documents = Document.objects.filter(pk__in=[revision.document_id for revision in revisions])
    newest = Revision.objects.filter(document__in=documents).order_by("document", "number")
    return set(dict(newest.values_list("document", "pk")).values())


def _problem(document: Document, answer: ReadDocument | str) -> Problem | None:
    return Problem(document.path, 0, f"Not read again: {answer}") if isinstance(answer, str) else None
