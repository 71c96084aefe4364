"""Which signatures meet in a key, and which of them another version of what is keyed would part or bring together."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations, groupby

from django.db.models import Count

from kb.models import Signature, SignatureKey, State

# A type alone makes no neighbours, and what more signatures share than this says nothing of any two of them.
LEVELS = ("S", "M", "C")
TOO_COMMON = 50

# Level and two signatures, the smaller id first → the longest key in which they meet.
Meetings = dict[tuple[str, int, int], str]


@dataclass(frozen=True)
class Changes:
    """What changes from one version to another; `skipped` counts the keys of both that are too common to compare."""

    parted: Meetings
    joined: Meetings
    skipped: int

    @property
    def signatures(self) -> set[int]:
        """The ids of all that lose or gain a neighbour."""
        return {pk for _, *pair in (*self.parted, *self.joined) for pk in pair}


def compare(old: str, new: str) -> Changes:
    """What would change with version `new` in place of `old`; the keys of both are in the table."""
    before, after = meetings(old), meetings(new)
    return Changes(
        parted={pair: text for pair, text in before.items() if pair not in after},
        joined={pair: text for pair, text in after.items() if pair not in before},
        skipped=_shared(old).filter(held__gt=TOO_COMMON).count() + _shared(new).filter(held__gt=TOO_COMMON).count(),
    )


def meetings(version: str) -> Meetings:
    """Each two signatures that share a key of `version`."""
    hashes = _shared(version).filter(held__range=(2, TOO_COMMON)).values("hash")
    rows = _keys(version).filter(hash__in=hashes).order_by("level", "hash", "signature")
    found: Meetings = {}
    held = rows.values_list("level", "text", "signature").iterator()
    for (level, text), holders in groupby(held, key=lambda row: row[:2]):
        for one, other in combinations(_distinct(holders), 2):
            found[level, one, other] = max(found.get((level, one, other), ""), text, key=len)
    return found


def slugs(changes: Changes) -> dict[int, str]:
    return dict(Signature.objects.filter(pk__in=changes.signatures).values_list("pk", "slug"))


def _keys(version: str):
    rows = SignatureKey.objects.filter(algorithm=version, level__in=LEVELS)
    return rows.exclude(origin=SignatureKey.Origin.REJECTED).exclude(signature__state=State.REJECTED)


def _shared(version: str):
    return _keys(version).values("level", "hash").annotate(held=Count("signature"))


def _distinct(holders: Iterable[tuple[str, str, int]]) -> list[int]:
    return sorted({pk for _, _, pk in holders})
