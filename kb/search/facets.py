"""How much of what was found has each value of a filter: the numbers beside the values that a page offers."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby

from kb.search.asking import CAP, fetch, ranked_for
from kb.search.query import Query
from kb.search.ranked import Ranked
from kb.search.scope import FILTERS, Visible, scope

TAG = "tag"
TAGS_OFFERED = 10


@dataclass(frozen=True)
class Facets:
    """`counts` by filter and value; with `is_capped` each is a lower bound."""

    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    is_capped: bool = False


def facets(query: Query, names: Collection[str], visible: Visible) -> Facets:
    """Counts in what the question finds the values of the filters `names`, which have lists of them, and the tags.

    Each filter is taken as if it was not chosen itself, so that another value of it can be added. Of tags all must be
    there: those are counted that what is found has besides, of many the ones met most.
    """
    ranked = ranked_for(query)
    counts: dict[str, dict[str, int]] = {TAG: _tags(ranked, query, visible)}
    most = 0
    # Those that are not chosen share a question, and are counted by one statement.
    in_order = sorted(names, key=lambda name: name in query.chosen)
    for base, together in groupby(in_order, lambda name: _without(query, name)):
        wanted = [(name, value) for name in together for value in FILTERS[name]]
        found, *numbers = _count(ranked, base, wanted, visible)
        most = max(found, most)
        for (name, value), number in zip(wanted, numbers, strict=True):
            counts.setdefault(name, {})[value] = number or 0
    return Facets(counts, ranked.is_cut or most > CAP)


def _without(query: Query, name: str) -> Query:
    return replace(query, chosen={other: values for other, values in query.chosen.items() if other != name})


def _count(ranked: Ranked, base: Query, wanted: Collection[tuple[str, str]], visible: Visible) -> tuple:
    """How much `base` finds, and how much of it has each value."""
    fitting = [scope(replace(base, chosen={**base.chosen, name: (value,)}), visible) for name, value in wanted]
    sums = ", ".join(f"SUM(CASE WHEN {condition} THEN 1 ELSE 0 END)" for condition, _ in fitting)
    found, values = _found(ranked, base, visible, "r.id, r.what, r.target, r.kind, r.tags")
    asked = [value for _, told in fitting for value in told]
    return fetch(f"SELECT COUNT(*), {sums} FROM ({found}) r", [*asked, *values])[0]


def _tags(ranked: Ranked, query: Query, visible: Visible) -> dict[str, int]:
    rows = fetch(*_found(ranked, query, visible, "r.tags"))
    met = Counter(tag for (tags,) in rows for tag in tags.split("|") if tag)
    return dict(met.most_common(TAGS_OFFERED))


def _found(ranked: Ranked, query: Query, visible: Visible, columns: str) -> tuple[str, list]:
    condition, values = scope(query, visible)
    sql = f"SELECT {columns} FROM {ranked.source} WHERE {ranked.condition} AND {condition} LIMIT %s"
    return sql, [*ranked.values, *values, CAP + 1]
