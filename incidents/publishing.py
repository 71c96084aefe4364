"""The way of a document from draft to published and beyond: each step is one function, one transaction, one event.

Whoever calls has what a step changes learnt: findings are there from the publication on, and gone after a withdrawal.
"""

from collections.abc import Callable, Collection, Iterable
from pathlib import PurePath

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from incidents.authors import Author, author
from incidents.files import SourceFile
from incidents.locking import one_writer
from incidents.models import Document
from incidents.readers import read
from incidents.reading.read import BLANK_FORM
from incidents.reading.values import ReadDocument
from incidents.reviews import UNFINISHED, Event, Reviewer, State
from incidents.revising import Outdated
from incidents.storing import Reading, store_readings

Verdict = Reviewer.Verdict
Kind = Event.Kind

EVENTS = {Verdict.APPROVED: Kind.APPROVED, Verdict.CHANGES: Kind.CHANGES}
NO_TITLE = "It has no title: begin the text with a line such as “# Orders were down for an hour”."
STILL_A_FORM = "It is still a form: give it a title of its own and choose one of what the template offers."
NOT_APPROVED = "Somebody other than its author must approve the text as it is now."


@transaction.atomic
def submit(document: Document, reviewers: Collection[AbstractBaseUser], *, by: Author, why: str = "") -> list[Reviewer]:
    """Asks these people to review, and gives those who were not asked before. They may see the document as long as
    they are asked."""
    _locked(document, UNFINISHED)
    if document.author in reviewers:
        raise ValidationError("Nobody reviews what they wrote themselves.")
    asked = set(document.reviewers.values_list("user", flat=True))
    if not reviewers and not asked:
        raise ValidationError("Choose who is asked to review.")
    new = [Reviewer(document=document, user=user) for user in reviewers if user.pk not in asked]
    Reviewer.objects.bulk_create(new)
    _become(document, State.REVIEW, Kind.SUBMITTED, by, why)
    return new


def approve(document: Document, *, revision: int, by: AbstractBaseUser, why: str = "") -> Reviewer:
    """ "This may be published", said of the revision that the reviewer saw; a later one is not approved by it."""
    return _judge(document, Verdict.APPROVED, revision, by, why)


def ask_for_changes(document: Document, *, revision: int, by: AbstractBaseUser, why: str = "") -> Reviewer:
    if not why.strip():
        raise ValidationError("Say what is to be changed.")
    return _judge(document, Verdict.CHANGES, revision, by, why)


@transaction.atomic
def withdraw(document: Document, *, by: Author, why: str = "") -> Document:
    """Takes a document back to draft. Its findings go; what people decided about entries stays."""
    _locked(document, (State.REVIEW, State.PUBLISHED))
    document.findings.all().delete()
    return _become(document, State.DRAFT, Kind.WITHDRAWN, by, why)


@transaction.atomic
def publish(document: Document, *, by: Author, why: str = "", seen: int | None = None) -> Document:
    """Reads the newest text, stores what it says, and makes the document one of those that everybody learns from.

    `seen` is the number of the revision that was looked at: Outdated if there is a newer one by now.
    """
    _locked(document, UNFINISHED)
    newest = document.latest.number
    if seen is not None and newest != seen:
        raise Outdated(f"Revision {newest} was written meanwhile: look at it before it is published.")
    told = told_by(document)
    if missing := lacking(document, told):
        raise ValidationError(missing)
    return take_up(document, told, by=by, why=why)


def take_up(document: Document, told: ReadDocument, *, by: Author, why: str = "") -> Document:
    """The publication itself, of what was read; nothing is asked for."""
    _become(document, State.PUBLISHED, Kind.PUBLISHED, by, why)
    store_readings([Reading(document, told)])
    return document


@transaction.atomic
def archive(document: Document, *, by: Author, why: str = "") -> Document:
    """Says that nobody looks after the document any more. What it taught stays."""
    _locked(document, (State.PUBLISHED,))
    return _become(document, State.ARCHIVED, Kind.ARCHIVED, by, why)


@transaction.atomic
def reopen(document: Document, *, by: Author, why: str = "") -> Document:
    """Makes an archived or superseded document a published one again."""
    _locked(document, (State.ARCHIVED, State.SUPERSEDED))
    document.superseded_by = None
    return _become(document, State.PUBLISHED, Kind.REOPENED, by, why)


@transaction.atomic
def supersede(document: Document, successor: Document, *, by: Author, why: str = "") -> Document:
    """Says that another document takes this one's place; each page leads to the other."""
    _locked(document, (State.PUBLISHED, State.ARCHIVED))
    if successor.state in UNFINISHED:
        raise ValidationError("A document that is not published cannot take another's place.")
    if document.pk in _line_of(successor):
        raise ValidationError("A document cannot take its own place, nor that of one which takes its place.")
    document.superseded_by = successor
    return _become(document, State.SUPERSEDED, Kind.SUPERSEDED, by, why)


def lacking(document: Document, told: ReadDocument) -> list[str]:
    """What is missing before the document may be published, each as a sentence; `told` is what it says."""
    return [sentence for check in CHECKS for sentence in check(document, told)]


def told_by(document: Document) -> ReadDocument:
    """What the newest text says. Raises ValidationError if it cannot be read."""
    content = bytes(document.latest.content)
    told = read(SourceFile(document.location, document.path, content))
    if isinstance(told, str):
        raise ValidationError(told)
    return told


def _title(document: Document, told: ReadDocument) -> Iterable[str]:
    """Without a title the reader takes the name of the file for one."""
    if told.title == PurePath(document.path).stem and told.title not in told.text:
        yield NO_TITLE


def _choices(document: Document, told: ReadDocument) -> Iterable[str]:
    if BLANK_FORM in told.faults:
        yield STILL_A_FORM


def _actions(document: Document, told: ReadDocument) -> Iterable[str]:
    """What is to be done has somebody who does it until a day, or it is not done."""
    for action in told.actions:
        missing = [word for word, there in (("owner", action.owner), ("due date", action.due)) if not there]
        if missing and not action.done:
            yield f"Line {action.lines[0]}: “{action.text[:80]}” has no {' and no '.join(missing)}."


def _approval(document: Document, told: ReadDocument) -> Iterable[str]:
    if not settings.REVIEW_REQUIRED:
        return
    verdicts = document.reviewers.filter(revision=document.latest.number).exclude(user=document.author_id)
    if not verdicts.filter(verdict=Verdict.APPROVED).exists():
        yield NOT_APPROVED
    for reviewer in verdicts.filter(verdict=Verdict.CHANGES).select_related("user"):
        yield f"{author(reviewer.user)['name']} asked for changes of the text as it is now."


CHECKS: tuple[Callable[[Document, ReadDocument], Iterable[str]], ...] = (_title, _choices, _actions, _approval)


@transaction.atomic
def _judge(document: Document, verdict: str, revision: int, by: AbstractBaseUser, why: str) -> Reviewer:
    _locked(document, (State.REVIEW,))
    if document.author == by:
        raise ValidationError("Nobody judges what they wrote themselves.")
    if not document.revisions.filter(number=revision).exists():
        raise Outdated("The text that was judged is not there.")
    said = {"verdict": verdict, "revision": revision, "said_at": timezone.now(), "why": why}
    reviewer, _ = Reviewer.objects.update_or_create(document=document, user=by, defaults=said)
    Event.objects.create(document=document, kind=EVENTS[verdict], revision=revision, why=why, **author(by))
    return reviewer


def _become(document: Document, state: State, kind: str, by: Author, why: str) -> Document:
    document.state, document.updated = state, timezone.now()
    document.save(update_fields=["state", "superseded_by", "updated"])
    newest = document.revisions.aggregate(newest=Max("number"))["newest"]
    Event.objects.create(document=document, kind=kind, revision=newest, why=why, **author(by))
    return document


def _locked(document: Document, states: Collection[str]) -> None:
    """Waits for whoever else decides on the document. Outdated if it is in none of these states by now."""
    one_writer()
    document.refresh_from_db(from_queryset=Document.everything.select_for_update())
    if document.deleted_at:
        raise Outdated("This document was deleted meanwhile.")
    if document.state not in states:
        raise Outdated(f"This document is {document.get_state_display().lower()} by now.")


def _line_of(document: Document) -> set[int]:
    """The document, what takes its place, and so on to the last."""
    line: set[int] = set()
    while document and document.pk not in line:
        line.add(document.pk)
        document = document.superseded_by
    return line
