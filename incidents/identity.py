"""Which document a file belongs to: told by its place first, and by its bytes when its place is new."""

import os
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from incidents.files import Source, SourceFile
from incidents.models import Document, Revision

NEW, CHANGED, UNCHANGED, MOVED, GONE, REFUSED = "new", "changed", "unchanged", "moved", "gone", "refused"
RESULTS = (NEW, CHANGED, UNCHANGED, MOVED, GONE, REFUSED)


@dataclass(frozen=True)
class Recognised:
    """A file, the document that it is ("new": none yet), and the sha256 of its bytes."""

    file: SourceFile
    result: str
    digest: str
    document: Document | None = None


class Places:
    """All places that one run looks at, so that a file that is still somewhere is not taken for one that moved."""

    def __init__(self, sources: Iterable[Source]):
        self.sources = list(sources)
        self.found = {file.location for source in self.sources for file in source.files}

    def holds(self, location: str) -> bool:
        """True if the file of a document is still there, or if nobody can tell."""
        if location in self.found:
            return True
        if any(source.covers(location) for source in self.sources):
            return False
        file = location.partition("!/")[0]
        return not os.path.isabs(file) or os.path.lexists(file)

    def left(self, moved: Collection[int] = ()) -> Iterator[Document]:
        """The documents whose files are gone from these sources, without those (by id) that have moved."""
        for source in self.sources:
            if not source.prefix:
                continue
            known = Document.objects.filter(location__startswith=source.prefix).exclude(pk__in=moved)
            for document in known.only("location", "path").order_by("path").iterator():
                if document.location not in self.found and source.covers(document.location):
                    yield document


def recognise(files: list[SourceFile], places: Places, moved: Collection[int] = ()) -> list[Recognised]:
    """What each file is to what is stored. A document moves once: not one whose id is among `moved`."""
    digests = {file.location: sha256(file.content).hexdigest() for file in files}
    known = _by_location(digests)
    wanderers = _by_digest({digest for location, digest in digests.items() if location not in known}, places, moved)
    return [_recognise(file, digests[file.location], known.get(file.location), wanderers) for file in files]


def _recognise(file: SourceFile, digest: str, known: Document | None, wanderers: dict[str, list]) -> Recognised:
    if known:
        return Recognised(file, UNCHANGED if known.sha256 == digest else CHANGED, digest, known)
    if wanderers.get(digest):
        return Recognised(file, MOVED, digest, wanderers[digest].pop(0))
    return Recognised(file, NEW, digest)


def _by_location(locations: Iterable[str]) -> dict[str, Document]:
    """The documents of these places, with the `sha256` of their newest revision."""
    documents = Document.objects.filter(location__in=list(locations)).with_sha256().defer("fields", "faults")
    return {document.location: document for document in documents}


def _by_digest(digests: Collection[str], places: Places, moved: Collection[int]) -> dict[str, list[Document]]:
    """The documents with these bytes whose files are gone: their history goes with the bytes."""
    holders = Revision.objects.filter(sha256__in=digests).exclude(document__in=moved).values("document")
    documents = Document.objects.filter(pk__in=holders).with_sha256().defer("fields", "faults").order_by("pk")
    gone: dict[str, list[Document]] = {}
    for document in documents:
        if document.sha256 in digests and not places.holds(document.location):
            gone.setdefault(document.sha256, []).append(document)
    return gone
