"""A document that changed both here and in its source: merged where that is plain, else put before people."""

from collections.abc import Iterable
from dataclasses import replace

from django.utils import timezone

from incidents.exporting import ReadOnly, as_text, rewritten
from incidents.files import SourceFile
from incidents.identity import CONFLICT, MERGED, WAITS, Recognised
from incidents.merging import Merged, merge
from incidents.models import Conflict, Document, Revision
from incidents.readers import read
from incidents.reading.values import ReadDocument
from incidents.storing import Reading, Version

MERGED_HERE = "It was changed here too, in other lines: the document has both changes now."


def edited_here(documents: Iterable[Document]) -> set[int]:
    """The ids of those whose newest revision does not come from the source."""
    revisions = Revision.objects.filter(document__in=documents).order_by("number")
    newest = dict(revisions.values_list("document", "origin"))
    return {pk for pk, origin in newest.items() if origin != Revision.Origin.IMPORT}


def reconcile(known: Recognised, theirs: ReadDocument) -> tuple[Recognised, Reading | None]:
    """What a changed file is whose document people changed too, and what is to be stored of it.

    Nothing is, where both changed the same lines: then the file's bytes wait in a conflict.
    """
    document, content = known.document, known.file.content
    imported = Version(content, theirs)
    merged = _merged(document, content)
    told = "" if merged is None else read(SourceFile(document.location, document.path, merged))
    if isinstance(told, str):
        _wait(known)
        return replace(known, result=CONFLICT, reason=WAITS), None
    overtake([document])
    if merged == content:
        return known, Reading(document, theirs, (imported,))
    versions = (imported, Version(merged, told, Revision.Origin.MERGE))
    return replace(known, result=MERGED, reason=MERGED_HERE), Reading(document, told, versions)


def overtake(documents: Iterable[Document]) -> None:
    """Closes what waits of these documents: the source says something else now. The rows stay, with their texts."""
    waiting = Conflict.objects.open().filter(document__in=list(documents))
    waiting.update(result=Conflict.Result.OVERTAKEN, resolved_at=timezone.now())


def foresee_merge(known: Recognised) -> Recognised:
    """What `reconcile` would make of the file; nothing is written."""
    merged = _merged(known.document, known.file.content)
    if merged is None:
        return replace(known, result=CONFLICT, reason=WAITS)
    return known if merged == known.file.content else replace(known, result=MERGED, reason=MERGED_HERE)


def compare(document: Document, theirs: bytes) -> Merged:
    """The newest text of the document (ours) and another one (theirs), both against what was imported last.

    Where not all have the same line ends, these are no difference.
    """
    base = document.revisions.imported().order_by("-number").first()
    texts = [as_text(bytes(content)) for content in (base.content, document.latest.content, theirs)]
    if len({"\r\n" in text for text in texts}) > 1:
        texts = [text.replace("\r\n", "\n") for text in texts]
    return merge(*texts)


def _merged(document: Document, theirs: bytes) -> bytes | None:
    """Both changes in the encoding and with the line ends of theirs; None where people must choose."""
    text = compare(document, theirs).text
    try:
        return rewritten(theirs, text) if text is not None else None
    except ReadOnly:
        return None


def _wait(known: Recognised) -> None:
    overtake([known.document])
    Conflict.objects.create(
        document=known.document, path=known.file.path, content=known.file.content, sha256=known.digest
    )
