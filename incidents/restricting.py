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
KINDS = (Kind.VISIBILITY, Kind.LOCKED, Kind.UNLOCKED)
MEANWHILE = "Somebody changed this meanwhile: here it is as it is now."


@dataclass(frozen=True)
class Sight:
    """Who sees a document and who edits it. The readers count while it is restricted, and are kept while it is open."""

    visibility: str
    readers: frozenset[AbstractBaseUser]
    locked: bool

    @property
    def named(self) -> frozenset[AbstractBaseUser] | None:
        """Those who see it because they are named; None where it is open."""
        return self.readers if self.visibility == Visibility.RESTRICTED else None

    def told(self) -> str:
        """ "open", "restricted (Ben Lee, cleo)"."""
        if self.named is None:
            return "open"
        return f"restricted ({', '.join(sorted(author(user)['name'] for user in self.named)) or 'nobody named'})"


def sight_of(document: Document) -> Sight:
    return Sight(document.visibility, frozenset(document.readers.all()), document.locked)


def n_changes(document: Document) -> int:
    """How often it was changed who sees and who edits the document: what a form says that it has seen."""
    return document.events.filter(kind__in=KINDS).count()


@transaction.atomic
def change_sight(document: Document, wanted: Sight, *, by: Author, why: str = "", seen: int | None = None) -> Sight:
    """Gives what held before. Each thing that changes is one event; what is wanted already is none.

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
    events = _events(before, wanted, why)
    Event.objects.bulk_create(Event(document=document, kind=kind, why=told, **author(by)) for kind, told in events)
    return before


def _events(before: Sight, after: Sight, why: str) -> Iterable[tuple[str, str]]:
    if before.named != after.named:
        yield Kind.VISIBILITY, f"from {before.told()} to {after.told()}{f'. {why}' if why else ''}"
    if before.locked != after.locked:
        yield (Kind.LOCKED if after.locked else Kind.UNLOCKED), why
