"""The history of a document as one row after the other: its revisions, and between them what else happened to it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models.functions import Length

from incidents.comparing import Comparison
from incidents.finding_changes import FindingChanges, finding_changes
from incidents.models import Document, Event, Revision

# Characters that are compared and read for one page of the history, and of one text; of more only the size is told.
COMPARED_MOST, ONE_MOST = 400_000, 100_000

# (when, whether it is an event, id): sorts as it happened; a revision comes before what was said of it.
Moment = tuple[datetime, bool, int]


@dataclass(frozen=True)
class Step:
    """A revision with what it changed; None where nobody looked, for its length or because a text was redacted."""

    revision: Revision
    n_added: int | None = None
    n_removed: int | None = None
    findings: FindingChanges | None = None


def moments(document: Document) -> list[Moment]:
    """All revisions and events, the latest first."""
    revisions = document.revisions.order_by().values_list("created", "pk")
    events = document.events.order_by().values_list("made_at", "pk")
    told = [(when, False, pk) for when, pk in revisions] + [(when, True, pk) for when, pk in events]
    return sorted(told, reverse=True)


def told(document: Document, chosen: Sequence[Moment]) -> list[Step | Event]:
    """What happened at these moments, in their order."""
    events = Event.objects.in_bulk([pk for _, is_event, pk in chosen if is_event])
    revisions = _sized(Revision.objects).in_bulk([pk for _, is_event, pk in chosen if not is_event])
    steps = _steps(document, sorted(revisions.values(), key=lambda revision: -revision.number))
    return [events[pk] if is_event else steps[pk] for _, is_event, pk in chosen]


def _sized(revisions):
    return revisions.annotate(size=Length("content"), length=Length("text")).defer("content", "text")


def _steps(document: Document, revisions: Sequence[Revision]) -> dict[int, Step]:
    texts = _texts(document, revisions)
    return {revision.pk: _step(document, revision, texts) for revision in revisions}


def _texts(document: Document, revisions: Sequence[Revision]) -> dict[int, str]:
    """By number the texts of these revisions and of those before them, as many as may be compared."""
    numbers = {revision.number - one for revision in revisions for one in (0, 1)}
    lengths = document.revisions.filter(number__in=numbers, redacted_at=None).order_by("-number")
    wanted, left = [], COMPARED_MOST
    for number, length in lengths.values_list("number", Length("text")):
        if length <= min(left, ONE_MOST):
            wanted.append(number)
            left -= length
    return {0: ""} | dict(document.revisions.filter(number__in=wanted).values_list("number", "text"))


def _step(document: Document, revision: Revision, texts: Mapping[int, str]) -> Step:
    if revision.number not in texts or revision.number - 1 not in texts:
        return Step(revision)
    before, after = texts[revision.number - 1], texts[revision.number]
    compared = Comparison(before, after)
    return Step(revision, compared.n_added, compared.n_removed, finding_changes(document.path, before, after))


def counted(said: Iterable) -> dict[str, int]:
    """{"cause": 2}: how many findings of each kind, in the order they come."""
    counts: dict[str, int] = {}
    for one in said:
        counts[one.kind] = counts.get(one.kind, 0) + 1
    return counts
