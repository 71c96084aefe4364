"""What was read becomes rows, a batch at a time: a statement for each table instead of one for each row."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Max
from django.utils import timezone

from incidents.identity import CHANGED, NEW, Recognised
from incidents.mentions import follow_moves, store_mentions
from incidents.models import Document, Finding, FindingLink, Revision
from incidents.reading.values import ReadDocument

FILLED = ("kind", "title", "date", "status", "severity", "fields", "faults", "updated")


@dataclass(frozen=True)
class Reading:
    """A new or changed file, its document (not yet saved when new), and what was read."""

    known: Recognised
    document: Document
    read: ReadDocument


def store_moves(moves: Iterable[Recognised]) -> None:
    """Gives the documents the places that their files have now."""
    documents = [_moved(move) for move in moves]
    Document.objects.bulk_update(documents, ["location", "path", "updated"])
    follow_moves(documents)


def store_readings(readings: list[Reading]) -> list[Document]:
    """Writes documents, revisions, findings and links, and gives back the documents in the same order."""
    for reading in readings:
        _fill(reading.document, reading.read)
    changed = [reading.document for reading in readings if reading.known.result == CHANGED]
    Document.objects.bulk_create([reading.document for reading in readings if reading.known.result == NEW])
    Document.objects.bulk_update(changed, FILLED)
    Finding.objects.filter(document__in=changed).delete()
    _store_revisions(readings, changed)
    _store_findings(readings)
    store_mentions([(reading.document, reading.read.mentions) for reading in readings])
    return [reading.document for reading in readings]


def _moved(move: Recognised) -> Document:
    move.document.location, move.document.path = move.file.location, move.file.path
    move.document.updated = timezone.now()
    return move.document


def _fill(document: Document, read: ReadDocument) -> None:
    document.kind = read.kind
    document.title = storable(read.title)[:500]
    document.date = date.fromisoformat(read.date) if read.date else None
    document.status = read.status
    document.severity = read.severity or ""
    document.fields = storable(read.fields)
    document.faults = [{"line": fault.line, "message": storable(fault.message)} for fault in read.faults]
    document.updated = timezone.now()


def _store_revisions(readings: list[Reading], changed: list[Document]) -> None:
    newest = Revision.objects.filter(document__in=changed).values_list("document").annotate(Max("number")).order_by()
    numbers = dict(newest)
    Revision.objects.bulk_create(
        Revision(
            document=reading.document,
            number=numbers.get(reading.document.pk, 0) + 1,
            content=reading.known.file.content,
            encoding=reading.read.encoding,
            text=storable(reading.read.text),
            sha256=reading.known.digest,
        )
        for reading in readings
    )


def _store_findings(readings: list[Reading]) -> None:
    rows = [_finding(reading.document, finding) for reading in readings for finding in reading.read.findings]
    by_label = {(row.document_id, row.label): row for row in Finding.objects.bulk_create(rows)}
    FindingLink.objects.bulk_create(
        FindingLink(
            source=by_label[reading.document.pk, link.source],
            relation=link.relation,
            target=by_label[reading.document.pk, link.target],
            reason=storable(link.reason)[:200],
        )
        for reading in readings
        for link in reading.read.links
    )


def _finding(document: Document, finding) -> Finding:
    return Finding(
        document=document,
        label=finding.id,
        kind=finding.kind,
        text=storable(finding.text),
        first_line=finding.lines[0],
        last_line=finding.lines[1],
        section=storable(list(finding.section)),
        confidence=finding.confidence,
        outcome=finding.outcome,
        tentative=finding.tentative,
    )


def storable(value):
    """The value without what PostgreSQL refuses in text: NUL and lone surrogates, which YAML escapes can make."""
    if isinstance(value, str):
        return value.replace("\0", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {storable(str(key)): storable(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [storable(inner) for inner in value]
    return value
