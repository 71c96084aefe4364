"""What every page of an entry tells of decisions: how it stands, what for, its history, and what hangs on it."""

from dataclasses import dataclass

from kb.graph import graph_of
from kb.models import Act
from kb.readable_acts import acts_visible_to
from kb.visibility import hidden_from

HISTORY_SHOWN = 12
TAKEN_IN = (Act.Kind.MERGE, Act.Kind.SPLIT, Act.Kind.KNOWN, Act.Kind.UNLIKE)
# The columns that say something to a reader; what else changed is told by the kind of the act.
COLUMNS = {
    "text": "text",
    "title": "title",
    "exception_type": "exception type",
    "template": "template",
    "owner": "owner",
    "verified_on": "verified on",
    "review_by": "review by",
    "example": "example",
}


@dataclass(frozen=True)
class ToldAct:
    """An act with what it changed, (column, before, after), and the names of the other entries it is about."""

    act: Act
    changed: tuple[tuple[str, str, str], ...]
    others: tuple[str, ...]


@dataclass(frozen=True)
class Alias:
    """What people said to be the same, or not to be: the names or the example, and the act that says so."""

    act: Act
    names: tuple[str, ...]
    is_same: bool


def standing(entry, user):
    """The template context of an entry, whatever its kind, as somebody may see it."""
    seen = acts_visible_to(user).about(entry)
    acts = list(seen.select_related("undone_by")[: HISTORY_SHOWN + 1])
    return {
        "entry": entry,
        "kind": entry._meta.model_name,
        "acts": [_told(act, entry) for act in acts[:HISTORY_SHOWN]],
        "has_more_acts": len(acts) > HISTORY_SHOWN,
        "aliases": _aliases(entry, seen),
        "merged_into": _if_seen(entry.merged_into, user),
        "superseded_by": _if_seen(entry.superseded_by, user),
        "supersedes": entry.supersedes.visible_to(user),
        "graph": graph_of(entry, hidden_from(user)),
    }


def _if_seen(other, user):
    """The entry that stands for this one or follows it, if somebody may know of it."""
    if other is None or hidden_from(user) is None:
        return other
    return type(other).objects.visible_to(user).filter(pk=other.pk).first()


def _told(act, entry):
    changed = [
        (COLUMNS[column], change["before"].get(column), value)
        for change in act.changes
        for column, value in change["after"].items()
        if change["id"] == entry.pk and column in COLUMNS
    ]
    others = tuple(change["name"] for change in act.changes if change["id"] != entry.pk)
    return ToldAct(act, tuple(changed), others)


def _aliases(entry, acts):
    acts = acts.standing().filter(kind__in=TAKEN_IN).select_related("undone_by")
    named = [(act, _names(act, entry)) for act in acts]
    return [Alias(act, names, act.kind in (Act.Kind.MERGE, Act.Kind.KNOWN)) for act, names in named if names]


def _names(act, entry):
    """The example of a decision on one, or the other entries that were merged into this one or parted from it."""
    if act.kind in (Act.Kind.KNOWN, Act.Kind.UNLIKE):
        return (act.changes[0]["after"]["example"],)
    others = [change for change in act.changes if change["id"] != entry.pk]
    if act.kind == Act.Kind.MERGE:
        others = [change for change in others if change["after"].get("merged_into_id") == entry.pk]
    return tuple(change["name"] for change in others)
