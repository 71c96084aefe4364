"""Entries that may be one thing told twice: offered to people, with what speaks for it; nothing is done by itself."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q
from django.db.models.expressions import RawSQL

from kb.catalogue import ENTRIES
from kb.filing import STATEMENTS
from kb.matching.versions import CURRENT
from kb.models import Entry, Likeness, Signature, SignatureKey, State, Wording
from kb.neighbours import LEVELS, TOO_COMMON

OFFERED = 3

# An entry is named by its kind and id.
Named = tuple[str, int]


@dataclass(frozen=True)
class Double:
    """An entry that may be the same, and why: how much two sentences of theirs say the same, or the key both have."""

    entry: Entry
    score: float
    key: str = ""


def doubles_of(entries: Collection[Entry], hidden: RawSQL | None) -> dict[Named, list[Double]]:
    """For each of these entries those that may be the same, the most like first, but for those that only `hidden`
    documents speak for. A constant number of queries.
    """
    asked = {kind: [entry.pk for entry in entries if entry._meta.model_name == kind] for kind in ENTRIES}
    like = _like_sentences({kind: asked[kind] for kind in STATEMENTS}) | _shared_keys(asked["signature"])
    there = _standing({other for others in like.values() for other in others}, hidden)
    return {named: _best(named, others, there) for named, others in like.items()}


def _like_sentences(asked: dict[str, list[int]]) -> dict[Named, dict[Named, tuple[float, str]]]:
    """By entry the entries of which a wording is like one of its own, with the best score."""
    under = Q(*[Q(**{f"{kind}__in": pks}) for kind, pks in asked.items()], _connector=Q.OR)
    mine = set(Wording.objects.filter(under).values_list("pk", flat=True))
    pairs = Likeness.objects.filter(Q(one__in=mine) | Q(other__in=mine)).select_related("one", "other")
    like: dict[Named, dict[Named, tuple[float, str]]] = defaultdict(dict)
    for pair in pairs:
        for one, other in ((pair.one, pair.other), (pair.other, pair.one)):
            if one.pk in mine and one.entry_id != other.entry_id:
                others, named = like[one.kind, one.entry_id], (other.kind, other.entry_id)
                others[named] = max(others.get(named, (0.0, "")), (pair.score, ""))
    return like


def _shared_keys(pks: Collection[int]) -> dict[Named, dict[Named, tuple[float, str]]]:
    """By signature those that share a key, with the longest key; a key that many share says nothing."""
    keys = SignatureKey.objects.filter(algorithm=CURRENT, level__in=LEVELS).exclude(origin=SignatureKey.Origin.REJECTED)
    mine = keys.filter(signature__in=pks).values("hash")
    holders = defaultdict(set)
    for level, text, pk in keys.filter(hash__in=mine).values_list("level", "text", "signature"):
        holders[level, text].add(pk)
    like: dict[Named, dict[Named, tuple[float, str]]] = defaultdict(dict)
    for (_, text), meeting in holders.items():
        if len(meeting) > TOO_COMMON:
            continue
        for one in meeting.intersection(pks):
            for other in meeting - {one}:
                others, named = like["signature", one], ("signature", other)
                others[named] = max(others.get(named, (0.0, "")), (float(len(text)), text))
    return like


def _standing(named: Collection[Named], hidden: RawSQL | None) -> dict[Named, Entry]:
    """For each entry the one that stands for it, without those that were rejected."""
    there = {}
    for kind, model in ENTRIES.items():
        rows = model.objects.without(hidden).exclude(state=State.REJECTED).select_related("merged_into")
        found = rows.in_bulk([pk for other, pk in named if other == kind])
        there |= {(kind, pk): entry.merged_into or entry for pk, entry in found.items()}
    return there


def _best(named: Named, others: dict[Named, tuple[float, str]], there: dict[Named, Entry]) -> list[Double]:
    best: dict[Entry, Double] = {}
    for other, (score, key) in sorted(others.items(), key=lambda pair: pair[1], reverse=True):
        entry = there.get(other)
        if entry and (named[0], entry.pk) != named:
            best.setdefault(entry, Double(entry, 0.0 if isinstance(entry, Signature) else score, key))
    return list(best.values())[:OFFERED]
