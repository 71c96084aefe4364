"""What was read becomes rows, a batch at a time: a statement for each table instead of one for each row."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from django.db.models import Max
from django.utils import timezone

from incidents.actions import store_actions
from incidents.identity import DISPLACED, Places, Recognised
from incidents.mentions import follow_moves, store_mentions
from incidents.models import Document, Duplicate, Finding, FindingLink, Revision, Tag
from incidents.reading.labels import project_of, tags_of, version_of
from incidents.reading.values import ReadDocument
from incidents.reading.version import READER
from incidents.reviews import UNFINISHED

FILLED = ("kind", "title", "date", "status", "severity", "project", "version", "fields", "faults", "reader", "updated")


@dataclass(frozen=True)
class Version:
    """A revision to be: its bytes, what was read from them, and the columns that say who wrote it."""

    content: bytes
    read: ReadDocument
    origin: str = Revision.Origin.IMPORT
    written: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Reading:
    """A document (not yet saved when new), what it says from now on, and the revisions that it gets, oldest first."""

    document: Document
    read: ReadDocument
    versions: tuple[Version, ...] = ()


def store_moves(moves: Iterable[Recognised]) -> None:
    """Gives the documents the places that their files have now; what stood there gives way."""
    documents = [_moved(move) for move in moves]
    if not documents:
        return
    taken = Document.everything.filter(location__in=[document.location for document in documents])
    for document in taken.only("uid"):
        Document.everything.filter(pk=document.pk).update(location=f"{DISPLACED}{document.uid}")
    Document.everything.bulk_update(documents, ["location", "path", "gone", "updated"])
    Duplicate.objects.filter(location__in=[document.location for document in documents]).delete()
    follow_moves(documents)


def store_readings(readings: list[Reading]) -> list[Document]:
    """Writes documents, revisions, findings and links, and gives back the documents in the same order."""
    known = [reading.document for reading in readings if reading.document.pk]
    for reading in readings:
        _fill(reading.document, reading.read)
    new = [reading.document for reading in readings if not reading.document.pk]
    Duplicate.objects.filter(location__in=[document.location for document in new]).delete()
    Document.objects.bulk_create(new)
    Document.everything.bulk_update(known, FILLED)
    Finding.objects.filter(document__in=known).delete()
    _store_tags([reading.document for reading in readings])
    _store_revisions(readings, known)
    _store_findings(readings)
    store_mentions([(reading.document, reading.read.mentions) for reading in readings])
    store_actions([(reading.document, reading.read.actions) for reading in readings])
    return [reading.document for reading in readings]


def store_duplicates(doubles: list[Recognised], places: Places) -> dict[str, Document]:
    """Proposes each double to people, and gives the documents that they are doubles of, by the double's path."""
    fresh = {known.digest: places.fresh[known.digest][0] for known in doubles if not known.document}
    stored = {document.location: document for document in Document.objects.filter(location__in=fresh.values())}
    twins = {
        known.file.path: twin
        for known in doubles
        if (twin := known.document or stored.get(fresh.get(known.digest, "")))
    }
    Duplicate.objects.bulk_create(
        (
            Duplicate(document=twins[known.file.path], location=known.file.location, path=known.file.path)
            for known in doubles
            if known.file.path in twins
        ),
        update_conflicts=True,
        unique_fields=["location"],
        update_fields=["document", "path"],
    )
    return twins


def _moved(move: Recognised) -> Document:
    move.document.location, move.document.path = move.file.location, move.file.path
    move.document.gone, move.document.updated = None, timezone.now()
    return move.document


def _fill(document: Document, read: ReadDocument) -> None:
    document.kind = read.kind
    document.title = storable(read.title)[:500]
    document.date = date.fromisoformat(read.date) if read.date else None
    document.status = read.status
    document.severity = read.severity or ""
    document.fields = storable(read.fields)
    document.project, document.version = project_of(document.fields), version_of(document.fields)
    document.faults = [{"line": fault.line, "message": storable(fault.message)} for fault in read.faults]
    document.reader, document.updated = READER, timezone.now()


def _store_tags(documents: list[Document]) -> None:
    Tag.objects.filter(document__in=documents).delete()
    Tag.objects.bulk_create(Tag(document=one, name=name) for one in documents for name in tags_of(one.fields))


def _store_revisions(readings: list[Reading], known: list[Document]) -> None:
    newest = Revision.objects.filter(document__in=known).values_list("document").annotate(Max("number")).order_by()
    numbers = dict(newest)
    Revision.objects.bulk_create(
        Revision(
            document=reading.document,
            number=number,
            content=version.content,
            encoding=version.read.encoding,
            text=storable(version.read.text),
            sha256=sha256(version.content).hexdigest(),
            origin=version.origin,
            **version.written,
        )
        for reading in readings
        for number, version in enumerate(reading.versions, numbers.get(reading.document.pk, 0) + 1)
    )


def _store_findings(readings: list[Reading]) -> None:
    """Of what is not published yet nothing is found; whether it is, is asked now, not of what was read before."""
    documents = [reading.document.pk for reading in readings]
    unfinished = set(Document.everything.filter(pk__in=documents, state__in=UNFINISHED).values_list("pk", flat=True))
    readings = [reading for reading in readings if reading.document.pk not in unfinished]
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
