"""Who sees a document besides its author and the curators, and whether others may edit it: each change is an event."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from incidents.authors import Author, author
from incidents.locking import one_writer
from incidents.models import Document
from incidents.reviews import Event
from incidents.revising import Outdated

Kind = Event.Kind
Visibility = Document.Visibility
# What changes who sees a document, who edits it, or who reviews it: who is asked, and who judges without being asked.
KINDS = (Kind.VISIBILITY, Kind.LOCKED, Kind.UNLOCKED, Kind.SUBMITTED, Kind.APPROVED, Kind.CHANGES)
MEANWHILE = "Somebody changed this meanwhile: here it is as it is now."


@dataclass(frozen=True)
class Sight:
    """Who sees a document and who edits it. The readers count while it is restricted, and are kept while it is open.

    `asked` are those who were asked to review it, and so see it as well.
    """

    visibility: str
    readers: frozenset[AbstractBaseUser]
    locked: bool
    asked: frozenset[AbstractBaseUser]

    @property
    def named(self) -> frozenset[AbstractBaseUser] | None:
        """Those who see it because they are named; None where it is open."""
        return self.readers if self.visibility == Visibility.RESTRICTED else None

    def told(self) -> str:
        """ "open", "restricted (Ben Lee, cleo)"."""
        if self.named is None:
            return "open"
        return f"restricted ({_names(self.named) or 'nobody named'})"


def sight_of(document: Document) -> Sight:
    asked = frozenset(reviewer.user for reviewer in document.reviewers.select_related("user"))
    return Sight(document.visibility, frozenset(document.readers.all()), document.locked, asked)


def n_changes(document: Document) -> int:
    """How often it was changed who sees, edits and reviews the document: what a form says that it has seen."""
    return document.events.filter(kind__in=KINDS).count()


@transaction.atomic
def change_sight(document: Document, wanted: Sight, *, by: Author, why: str = "", seen: int | None = None) -> Sight:
    """Gives what held before. Each thing that changes is one event; what is wanted already is none. Nobody is asked to
    review by this: who of `asked` is not wanted any more is asked no longer, and their verdict counts no longer.

    Outdated if there were more than `seen` changes by now, or the document was deleted.
    """
    one_writer()
    document.refresh_from_db(from_queryset=Document.everything.select_for_update())
    if document.deleted_at:
        raise Outdated("This document was deleted meanwhile.")
    if seen is not None and seen != n_changes(document):
        raise Outdated(MEANWHILE)
    before = sight_of(document)
    document.visibility, document.locked = wanted.visibility, wanted.locked
    document.save(update_fields=["visibility", "locked"])
    document.readers.set(wanted.readers)
    document.reviewers.filter(user__in=before.asked - wanted.asked).delete()
    events = _events(before, wanted, why)
    Event.objects.bulk_create(Event(document=document, kind=kind, why=told, **author(by)) for kind, told in events)
    return before


def _events(before: Sight, after: Sight, why: str) -> Iterable[tuple[str, str]]:
    because = f". {why}" if why else ""
    if before.named != after.named:
        yield Kind.VISIBILITY, f"from {before.told()} to {after.told()}{because}"
    if gone := before.asked - after.asked:
        yield Kind.VISIBILITY, f"not asked to review it any more: {_names(gone)}{because}"
    if before.locked != after.locked:
        yield (Kind.LOCKED if after.locked else Kind.UNLOCKED), why


def _names(users: Iterable[AbstractBaseUser]) -> str:
    return ", ".join(sorted(author(user)["name"] for user in users))
