"""What people do to a document: write a new revision, decide a conflict or a double, delete it and bring it back.

Each function is one transaction and leaves the findings as the document says them now; whoever calls has them learnt.
"""

from collections.abc import Mapping
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from incidents.authors import Author, author
from incidents.files import SourceFile
from incidents.locking import one_writer
from incidents.models import Conflict, Document, Duplicate, Finding, Mention, Name, Revision
from incidents.readers import read
from incidents.reading.encodings import NotText
from incidents.reading.values import ReadDocument
from incidents.storing import Reading, Version, store_readings

Result = Conflict.Result


class Outdated(Exception):
    """Somebody else was quicker: what was decided on is not there any more. The message is one sentence for people."""


@transaction.atomic
def revise(document: Document, content: bytes, *, by: Author, why: str = "", base: int | None = None) -> Document:
    """Stores `content` as the next revision, written by a person.

    `base` is the number of the revision that the person started from: Outdated if there is a newer one by now.
    Raises NotText if the content cannot be read. The text that was imported last stays the base of later merges.
    """
    one_writer()
    newest = _locked(document).latest
    if base is not None and newest.number != base:
        raise Outdated(f"Revision {newest.number} was written meanwhile; this text started from revision {base}.")
    return store_next(document, content, Revision.Origin.PERSON, author(by) | {"why": why})


def store_next(document: Document, content: bytes, origin: str, written: Mapping[str, object]) -> Document:
    """Stores the next revision of a document that the caller has locked. Raises NotText as `revise`."""
    told = _told(document, content)
    return _store(document, told, Version(content, told, origin, written))


@transaction.atomic
def resolve(conflict: Conflict, *, by: Author, content: bytes | None = None, ours: int) -> Document:
    """Ends a conflict: with `content`, or with the source's own text where that is None.

    The source's text becomes a revision in any case, so that the next merge starts from it. `ours` is the number of the
    revision that the person saw: Outdated if there is a newer one, or if somebody has decided already.
    """
    one_writer()
    document = _locked(conflict.document)
    conflict.refresh_from_db()
    newest = document.latest
    if conflict.resolved_at or newest.number != ours:
        raise Outdated("This changed while you looked at it: here it is as it is now.")
    theirs = bytes(conflict.content)
    versions = [Version(theirs, _told(document, theirs))]
    if content not in (None, theirs):
        versions.append(Version(content, _told(document, content), Revision.Origin.PERSON, author(by)))
    conflict.result = _result(content, theirs, bytes(newest.content))
    conflict.resolved_at, conflict.resolved_by = timezone.now(), author(by)["name"]
    conflict.save(update_fields=["result", "resolved_at", "resolved_by"])
    return _store(document, versions[-1].read, *versions)


@transaction.atomic
def delete(document: Document, *, by: Author, why: str = "") -> None:
    """Takes the document and its findings off the site. Its revisions stay, and its file does not bring it back."""
    one_writer()
    _locked(document)
    if document.deleted_at:
        return
    document.deleted_at, document.deleted_by, document.deleted_why = timezone.now(), author(by)["name"], why
    document.save(update_fields=["deleted_at", "deleted_by", "deleted_why"])
    for derived in (Finding, Mention, Name):
        derived.objects.filter(document=document).delete()


@transaction.atomic
def restore(document: Document) -> Document:
    """Brings a deleted document back as it was, read anew."""
    one_writer()
    _locked(document)
    if not document.deleted_at:
        return document
    document.deleted_at, document.deleted_by, document.deleted_why = None, "", ""
    document.save(update_fields=["deleted_at", "deleted_by", "deleted_why"])
    return _store(document, _told(document, bytes(document.latest.content)))


@transaction.atomic
def settle(duplicate: Duplicate, *, by: Author) -> None:
    """The file is the same document: it is not proposed any more as long as it says the same."""
    duplicate.settled_at, duplicate.settled_by = timezone.now(), author(by)["name"]
    duplicate.save(update_fields=["settled_at", "settled_by"])


@transaction.atomic
def separate(duplicate: Duplicate) -> Document:
    """The file is a document of its own, and becomes one. Outdated if its text was redacted meanwhile."""
    one_writer()
    revision = duplicate.document.revisions.imported().order_by("-number").first()
    if revision.redacted_at:
        raise Outdated(f"The text of {revision.document} was redacted: it makes no document of its own.")
    content = bytes(revision.content)
    document = Document(uid=uuid4(), location=duplicate.location, path=duplicate.path)
    duplicate.delete()
    told = _told(document, content)
    return _store(document, told, Version(content, told))


def _store(document: Document, told: ReadDocument, *versions: Version) -> Document:
    store_readings([Reading(document, told, versions)])
    return document


def _told(document: Document, content: bytes) -> ReadDocument:
    told = read(SourceFile(document.location, document.path, content))
    if isinstance(told, str):
        raise NotText(told)
    return told


def _locked(document: Document) -> Document:
    document.refresh_from_db(from_queryset=Document.everything.select_for_update())
    return document


def _result(content: bytes | None, theirs: bytes, ours: bytes) -> str:
    if content is None or content == theirs:
        return Result.THEIRS
    return Result.OURS if content == ours else Result.EDITED
