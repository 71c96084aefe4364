"""Bytes become documents, in batches; what went wrong is told file by file and stops nothing else."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from incidents.models import Document, Finding, FindingLink, ImportRun, Revision
from incidents.reading.encodings import NotText
from incidents.reading.read import read_document
from incidents.reading.values import ReadDocument
from incidents.sources import Problem, SourceFile, load_file

BATCH = 50
NEW, CHANGED, UNCHANGED, MOVED, REFUSED = "new", "changed", "unchanged", "moved", "refused"
RESULTS = (NEW, CHANGED, UNCHANGED, MOVED, REFUSED)


@dataclass(frozen=True)
class Imported:
    """What came of one file. `document` is None when it was refused."""

    path: str
    result: str
    document: Document | None = None
    problems: tuple[Problem, ...] = ()


def import_files(files: Iterable[tuple[Path, str]], run: ImportRun) -> Iterator[Imported]:
    """Stores each (file, shown path) and yields what came of it; `run` holds the sums when the last one is through.

    A batch is one transaction: when the process dies, whole batches are there and the next run goes on from them.
    """
    counts, problems = Counter(), []
    for batch in _batches(files):
        for imported in _import_batch(batch):
            counts[imported.result] += 1
            problems += [str(problem) for problem in imported.problems]
            yield imported
    run.counts, run.problems, run.finished = dict(counts), problems, timezone.now()
    run.save()


def _batches(files: Iterable[tuple[Path, str]]) -> Iterator[list[tuple[Path, str]]]:
    files = iter(files)
    while batch := list(islice(files, BATCH)):
        yield batch


def _import_batch(batch: list[tuple[Path, str]]) -> list[Imported]:
    loaded = [load_file(file, shown, settings.MAX_DOCUMENT_BYTES) for file, shown in batch]
    sources = [source for source in loaded if isinstance(source, SourceFile)]
    refused = [Imported(problem.path, REFUSED, None, (problem,)) for problem in loaded if isinstance(problem, Problem)]
    with transaction.atomic():
        stored = _stored(sources)
        return refused + [_import_source(source, stored.get(source.location)) for source in sources]


def _stored(sources: list[SourceFile]) -> dict[str, Document]:
    """The documents that are there already, with `sha256` of their last imported revision."""
    documents = Document.objects.filter(location__in=[source.location for source in sources]).with_sha256()
    return {document.location: document for document in documents}


def _import_source(source: SourceFile, document: Document | None) -> Imported:
    digest = sha256(source.content).hexdigest()
    if document and document.sha256 == digest:
        return Imported(source.path, UNCHANGED, document)
    if not document and (moved := _moved_from(digest)):
        moved.location, moved.path = source.location, source.path
        moved.save(update_fields=["location", "path", "updated"])
        return Imported(source.path, MOVED, moved)
    try:
        read = read_document(source.path, source.content)
    except NotText as error:
        return Imported(source.path, REFUSED, None, (Problem(source.path, 0, str(error)),))
    problems = tuple(Problem(source.path, fault.line, fault.message) for fault in read.faults)
    if document:
        _fill(document, read)
        document.save()
        document.findings.all().delete()
        result, number = CHANGED, document.revisions.count() + 1
    else:
        document = Document(location=source.location, path=source.path)
        _fill(document, read)
        document.save()
        result, number = NEW, 1
    _add_revision(document, number, source.content, read, digest)
    add_findings(document, read)
    return Imported(source.path, result, document, problems)


def _moved_from(digest: str) -> Document | None:
    """The document with the same bytes whose file is gone: the file was moved, and its history goes with it."""
    same = Document.objects.with_sha256().filter(sha256=digest)
    return next((document for document in same if not Path(document.location).exists()), None)


def _fill(document: Document, read: ReadDocument) -> None:
    document.kind = read.kind
    document.title = _storable(read.title)[:500]
    document.date = date.fromisoformat(read.date) if read.date else None
    document.status = read.status
    document.severity = read.severity or ""
    document.fields = _storable(read.fields)
    document.faults = [{"line": fault.line, "message": _storable(fault.message)} for fault in read.faults]


def _add_revision(document: Document, number: int, content: bytes, read: ReadDocument, digest: str) -> None:
    Revision.objects.create(
        document=document,
        number=number,
        content=content,
        encoding=read.encoding,
        text=_storable(read.text),
        sha256=digest,
    )


def add_findings(document: Document, read: ReadDocument) -> None:
    """Writes the findings and links of a freshly read document that has none."""
    rows = Finding.objects.bulk_create(
        Finding(
            document=document,
            label=finding.id,
            kind=finding.kind,
            text=_storable(finding.text),
            first_line=finding.lines[0],
            last_line=finding.lines[1],
            section=_storable(list(finding.section)),
            confidence=finding.confidence,
            outcome=finding.outcome,
            tentative=finding.tentative,
        )
        for finding in read.findings
    )
    by_label = {row.label: row for row in rows}
    FindingLink.objects.bulk_create(
        FindingLink(
            source=by_label[link.source],
            relation=link.relation,
            target=by_label[link.target],
            reason=_storable(link.reason)[:200],
        )
        for link in read.links
    )


def _storable(value):
    """The value without what PostgreSQL refuses in text: NUL and lone surrogates, which YAML escapes can make."""
    if isinstance(value, str):
        return value.replace("\0", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {_storable(str(key)): _storable(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_storable(inner) for inner in value]
    return value
