"""Which document a file is: told by the id it carries, else by its place, else by its bytes."""

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from django.utils.formats import date_format

from incidents.exporting import ID, ReadOnly, export
from incidents.files import Problem, Source, SourceFile
from incidents.models import Document, Duplicate, Revision
from incidents.reading.encodings import NotText, decode
from incidents.reading.front_matter import read_front_matter

NEW, CHANGED, UNCHANGED, MOVED, GONE, REFUSED = "new", "changed", "unchanged", "moved", "gone", "refused"
MERGED, CONFLICT, DUPLICATE, DELETED = "merged", "conflict", "duplicate", "deleted"
RESULTS = (NEW, CHANGED, MERGED, CONFLICT, UNCHANGED, MOVED, DUPLICATE, DELETED, GONE, REFUSED)
# What an import comes to that does something to a document that is stored.
TOUCHING = (CHANGED, MERGED, CONFLICT, MOVED)

# What takes the place of a location that another document has taken over.
DISPLACED = "displaced:"
UUID_TEXT = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


@dataclass(frozen=True)
class Recognised:
    """A file, what it is to what is stored, and the sha256 of its bytes.

    `document` is the one it is; for a duplicate, the one whose text it has; None when new. `uid` is the id it carries,
    if that is to be believed. `moves`: the document's place becomes the file's. `reason` says why it is not stored.
    """

    file: SourceFile
    result: str
    digest: str
    document: Document | None = None
    uid: UUID | None = None
    moves: bool = False
    reason: str = ""

    @property
    def problems(self) -> tuple[Problem, ...]:
        return (Problem(self.file.path, 0, self.reason),) if self.reason else ()


class Places:
    """All places that one run looks at, so that a file that is still somewhere is not taken for one that moved."""

    def __init__(self, sources: Iterable[Source]):
        self.sources = list(sources)
        self.found = {file.location for source in self.sources for file in source.files}
        # Which file each document turned out to be, by its id, where that is not the file of its place.
        self.followed: dict[int, str] = {}
        # The first new file with each text, by digest: (location, path).
        self.fresh: dict[str, tuple[str, str]] = {}

    def holds(self, location: str) -> bool:
        """True if the file of a document is still there, or if nobody can tell."""
        if location in self.found:
            return True
        if location.startswith(DISPLACED):
            return False
        if any(source.covers(location) for source in self.sources):
            return False
        file = location.partition("!/")[0]
        return not os.path.isabs(file) or os.path.lexists(file)

    def is_free(self, document: Document, location: str) -> bool:
        """True if no other file of this run is the document."""
        return self.followed.get(document.pk, location) == location

    def left(self) -> Iterator[Document]:
        """The documents whose files are gone from these sources, without those that have moved."""
        for source in self.sources:
            if not source.prefix:
                continue
            known = Document.objects.filter(location__startswith=source.prefix).exclude(pk__in=self.followed)
            for document in known.only("location", "path", "gone").order_by("path").iterator():
                if document.location not in self.found and source.covers(document.location):
                    yield document


def recognise(files: list[SourceFile], places: Places) -> list[Recognised]:
    """What each file is to what is stored. Asked again about the same files it gives the same answer."""
    digests = {file.location: sha256(file.content).hexdigest() for file in files}
    uids = {file.location: uid for file in files if (uid := stated_uid(file.content) or _listed_uid(file))}
    known = _Known(digests, uids, places)
    return [_recognise(file, digests[file.location], known) for file in files]


def stated_uid(content: bytes) -> UUID | None:
    """The id that the front-matter of a file states under `errata: id:`, or None."""
    if b"errata" not in content:
        return None
    try:
        fields = read_front_matter(decode(content).text).fields
    except NotText:
        return None
    errata = fields.get("errata")
    stated = errata.get("id") if isinstance(errata, dict) else fields.get(ID)
    return UUID(stated) if isinstance(stated, str) and UUID_TEXT.fullmatch(stated) else None


def _listed_uid(file: SourceFile) -> UUID | None:
    return UUID(file.listed.id) if UUID_TEXT.fullmatch(file.listed.id) else None


class _Known:
    """What is stored of some files: three questions to the database however many files there are."""

    def __init__(self, digests: dict[str, str], uids: dict[str, UUID], places: Places):
        self.uids, self.places = uids, places
        self.by_uid = {document.uid: document for document in _documents(uid__in=set(uids.values()))} if uids else {}
        self.by_location = {document.location: document for document in _documents(location__in=list(digests))}
        strays = {location: digest for location, digest in digests.items() if location not in self.by_location}
        self.by_digest = _by_digest(set(strays.values()))
        settled = Duplicate.objects.exclude(settled_at=None).filter(location__in=list(strays))
        self.settled = set(settled.values_list("location", flat=True))


def _documents(**wanted) -> list[Document]:
    documents = Document.everything.filter(**wanted).with_sha256()
    return list(documents.defer("fields", "faults", "deleted_why").order_by("pk"))


def _by_digest(digests: set[str]) -> dict[str, list[Document]]:
    """The documents whose text, as imported last, has one of these digests."""
    holders: dict[str, list[Document]] = {}
    if not digests:
        return holders
    for document in _documents(pk__in=Revision.objects.imported().filter(sha256__in=digests).values("document")):
        holders.setdefault(document.sha256, []).append(document)
    return holders


def _recognise(file: SourceFile, digest: str, known: _Known) -> Recognised:
    uid = known.uids.get(file.location)
    document = known.by_uid.get(uid)
    if not document:
        return _by_place(file, digest, known, uid)
    if document.location != file.location and _is_elsewhere(document, file, known):
        return _by_place(file, digest, known, None)
    return _same(document, file, digest, known)


def _by_place(file: SourceFile, digest: str, known: _Known, uid: UUID | None) -> Recognised:
    document = known.by_location.get(file.location)
    if document and known.places.is_free(document, file.location):
        return _same(document, file, digest, known)
    return _by_text(file, digest, known) or Recognised(file, NEW, digest, uid=uid)


def _is_elsewhere(document: Document, file: SourceFile, known: _Known) -> bool:
    """True if the file only carries the id of a document that another file of this run is."""
    in_place = document.location in known.places.found and not _is_taken_over(document, known)
    return in_place or not known.places.is_free(document, file.location)


def _is_taken_over(document: Document, known: _Known) -> bool:
    """True if the file where the document was carries the id of another one, as where two changed places."""
    return known.uids.get(document.location, document.uid) != document.uid


def _same(document: Document, file: SourceFile, digest: str, known: _Known) -> Recognised:
    """What a file is that is this very document."""
    if document.deleted_at:
        return Recognised(file, DELETED, digest, document, reason=_deleted(document))
    left = _is_taken_over(document, known) or not known.places.holds(document.location)
    moves = document.location != file.location and left
    if document.location != file.location:
        known.places.followed[document.pk] = file.location
    if digest == document.sha256 or _differs_in_id_only(document, file, digest):
        return Recognised(file, MOVED if moves else UNCHANGED, digest, document, moves=moves)
    if digest == document.waiting:
        return Recognised(file, CONFLICT, digest, document, moves=moves, reason=WAITS)
    return Recognised(file, CHANGED, digest, document, moves=moves)


def _differs_in_id_only(document: Document, file: SourceFile, digest: str) -> bool:
    """True for what `export_documents --ids` wrote and nobody changed since."""
    if stated_uid(file.content) != document.uid:
        return False
    content = bytes(document.latest.content)
    try:
        return sha256(export(content, {ID: str(document.uid)})).hexdigest() == digest
    except ReadOnly:
        return False


def _by_text(file: SourceFile, digest: str, known: _Known) -> Recognised | None:
    """What a file in a new place is that has the very text of another: the same moved, deleted, or there twice."""
    holders = known.by_digest.get(digest, ())
    kept = [document for document in holders if not document.deleted_at]
    for document in kept:
        if known.places.is_free(document, file.location) and not known.places.holds(document.location):
            known.places.followed[document.pk] = file.location
            return Recognised(file, MOVED, digest, document, moves=True)
    if kept and file.location in known.settled:
        return Recognised(file, UNCHANGED, digest, kept[0])
    if kept:
        return Recognised(file, DUPLICATE, digest, kept[0], reason=_twin(kept[0].path))
    if holders:
        return Recognised(file, DELETED, digest, holders[0], reason=_deleted(holders[0]))
    location, path = known.places.fresh.setdefault(digest, (file.location, file.path))
    return None if location == file.location else Recognised(file, DUPLICATE, digest, reason=_twin(path))


WAITS = "It was changed here too, in the same lines: it waits for somebody to decide, under Import, Conflicts."


def _twin(path: str) -> str:
    return f"The same text as {path}, so it is not stored a second time; it can be, under Import, Conflicts."


def _deleted(document: Document) -> str:
    return f"Deleted here on {date_format(document.deleted_at, 'j F Y')} by {document.deleted_by}: not brought back."
