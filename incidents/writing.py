"""Writing a document here: beginning one, and saving what several change in it at once so that no word is lost."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db import transaction
from django.utils.text import slugify

from incidents.authors import Author, author
from incidents.editable import brought_back, editable
from incidents.files import SourceFile
from incidents.locking import one_writer
from incidents.merging import Merged, Part, merge, split_lines
from incidents.models import Document, Event, Revision, State
from incidents.outlines import WHAT_WAS_SEEN
from incidents.readers import read
from incidents.reading.encodings import NotText
from incidents.revising import Outdated, store_next
from incidents.storing import Reading, Version, store_readings

ORIGIN = "written:"
FOLDER = "written"
LONGEST_SLUG = 60
BACKTICKS = re.compile(r"`+")


class Result(StrEnum):
    SAVED = "saved"
    UNCHANGED = "unchanged"
    MERGED = "merged"
    CONFLICT = "conflict"


@dataclass(frozen=True)
class Attempt:
    """What somebody wants saved: the whole text, the number of the revision it started from, and why."""

    text: str
    base: int
    why: str = ""


@dataclass(frozen=True)
class Saved:
    """What a save came to: `newest` is the number of the revision that it met, `merged` the text with its places."""

    result: Result
    newest: int
    merged: Merged


@transaction.atomic
def begin(text: str, stem: str, *, by: Author, visibility: str) -> Document:
    """A new document with its first revision, a draft of whoever begins it; `stem` is its place without the ending."""
    one_writer()
    path = _free_path(stem)
    document = Document(location=f"{ORIGIN}{path}", path=f"{FOLDER}/{path}", visibility=visibility)
    document.state, document.author = State.DRAFT, author(by)["user"]
    content = text.encode()
    told = read(SourceFile(document.location, document.path, content))
    if isinstance(told, str):
        raise NotText(told)
    store_readings([Reading(document, told, (Version(content, told, Revision.Origin.PERSON, author(by)),))])
    Event.objects.create(document=document, kind=Event.Kind.CREATED, revision=1, **author(by))
    return document


def stem_of(title: str, day: date, folder: str) -> str:
    """Where a document that begins on a day is kept, without the ending: "incidents/2026-03-04-orders-down"."""
    return f"{folder}/{day}-{slugify(title)[:LONGEST_SLUG].strip('-') or 'untitled'}"


def with_failure(text: str, failure: str) -> str:
    """A document's beginning with a failure as it was pasted, where its outline wants one or else at the end."""
    fence = "`" * max(3, 1 + max(map(len, BACKTICKS.findall(failure)), default=0))
    block = f"{fence}text\n{failure.strip(chr(10))}\n{fence}\n"
    if WHAT_WAS_SEEN.start in text:
        return text.replace(WHAT_WAS_SEEN.start, block, 1)
    return f"{text.rstrip()}\n\n## {WHAT_WAS_SEEN.heading}\n\n{block}"


@transaction.atomic
def save(document: Document, attempt: Attempt, *, by: Author) -> Saved:
    """Makes the text the next revision, together with what others saved since it was begun.

    Nothing is stored where both changed the same lines, or where the newest revision says just this already. Raises
    ReadOnly or NotText where the text cannot be a text of this file, Outdated if the document was deleted meanwhile.
    """
    one_writer()
    document.refresh_from_db(from_queryset=Document.everything.select_for_update())
    if document.deleted_at:
        raise Outdated("Somebody deleted this document meanwhile.")
    newest = document.latest
    base = document.revisions.filter(number=attempt.base).first()
    merged = brought_together(base, attempt.text, newest)
    stands = editable(bytes(newest.content))
    if merged.text is None:
        return Saved(Result.CONFLICT, newest.number, merged)
    if merged.text == stands:
        return Saved(Result.UNCHANGED, newest.number, merged)
    alone = stands == editable(bytes(base.content))
    content = brought_back(bytes(newest.content), merged.text)
    origin = Revision.Origin.PERSON if alone else Revision.Origin.MERGE
    store_next(document, content, origin, author(by) | {"why": attempt.why})
    return Saved(Result.SAVED if alone else Result.MERGED, newest.number, merged)


def brought_together(base: Revision | None, mine: str, newest: Revision) -> Merged:
    """A text and the newest revision, merged from the one that it started from.

    Where that one is not there any more, nobody can tell who changed what: then all of it is for people to decide.
    """
    theirs = editable(bytes(newest.content))
    if base and not base.redacted_at:
        return merge(editable(bytes(base.content)), mine, theirs)
    if mine == theirs:
        return merge(theirs, mine, theirs)
    return Merged((Part(("",), tuple(split_lines(mine)), tuple(split_lines(theirs))),))


def _free_path(stem: str) -> str:
    path, number = f"{stem}.md", 1
    while Document.everything.filter(location=f"{ORIGIN}{path}").exists():
        number += 1
        path = f"{stem}-{number}.md"
    return path
