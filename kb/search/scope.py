"""Filters and what somebody may see, as one condition of the statement that searches.

Filters are about documents. An entry fits if one document that may be seen fits and speaks for it: `outcome:failed
severity:high` finds the fixes that failed in a document of high severity, and these documents.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from django.core.exceptions import EmptyResultSet
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from incidents.models import Document, Finding
from incidents.reading.values import FINDING_KINDS
from kb.models import Cause, Fix, Pattern, Rule, Signature, State
from kb.search.query import Query
from kb.search.rows import DOCUMENT
from kb.visibility import hidden_from

Sql = tuple[str, list]
Chosen = Mapping[str, tuple[str, ...]]
About = tuple[tuple[str, tuple[str, ...]], ...]
# Filters on the row of the index, and what is no condition; the others are about what the row stands for.
ROW_FILTERS = ("kind", "tag", "sort")

FILTERS = {
    "kind": (DOCUMENT, *Document.Kind.values, *FINDING_KINDS),
    "outcome": tuple(Finding.Outcome.values),
    "tag": (),
    "project": (),
    "version": (),
    "severity": tuple(Document.Severity.values),
    "status": tuple(Document.Status.values),
    "state": (State.SUGGESTED.value, State.CONFIRMED.value),
    "sort": ("newest",),
}
TARGET = RawSQL("r.target", ())


@dataclass(frozen=True, eq=False)
class Visible:
    """For documents and each kind of entry the rows that may be found."""

    rows: Mapping[str, QuerySet]


@cache
def all_shown() -> Visible:
    """What there is to see without rules of access."""
    return Visible(
        {
            DOCUMENT: Document.objects.all(),
            "signature": Signature.objects.shown(),
            "cause": Cause.objects.shown(),
            "fix": Fix.objects.shown(),
            "rule": Rule.objects.shown(),
            "pattern": Pattern.objects.shown(),
        }
    )


def visible_to(user) -> Visible:
    """What there is to see for somebody."""
    hidden = hidden_from(user)
    return all_shown() if hidden is None else _all_but(hidden)


# Both are kept, because to put the statements together takes longer than to answer them.
@lru_cache(maxsize=200)
def _all_but(hidden: RawSQL) -> Visible:
    shown = dict(all_shown().rows)
    documents = shown.pop(DOCUMENT).exclude(pk__in=hidden)
    return Visible({DOCUMENT: documents} | {what: rows.without(hidden) for what, rows in shown.items()})


def scope(query: Query, visible: Visible) -> Sql:
    """The condition on `kb_searchrow r` that leaves what the filters want and may be seen."""
    of_row, row_values = of_the_row(query)
    of_target, target_values = of_the_target(query, visible)
    return f"{of_row} AND {of_target}", [*row_values, *target_values]


def of_the_row(query: Query) -> Sql:
    """What of it the row of the index tells by itself."""
    parts = [part for part in (_any_of("r.kind", query.chosen.get("kind", ())), _tagged(query)) if part[0]]
    return " AND ".join(["1 = 1", *(sql for sql, _ in parts)]), [value for _, values in parts for value in values]


def of_the_target(query: Query, visible: Visible) -> Sql:
    """What of it the document or entry tells that the row stands for."""
    about = tuple((name, values) for name, values in query.chosen.items() if name not in ROW_FILTERS)
    return _alternatives(visible, about, query.after, query.before)


@lru_cache(maxsize=1000)
def _alternatives(visible: Visible, about: About, after: date | None, before: date | None) -> Sql:
    """What fits of the documents or of the entries."""
    chosen = dict(about)
    narrowed = bool(after or before or chosen)
    documents = _fitting(visible.rows[DOCUMENT], chosen, after, before)
    fitting = {} if "state" in chosen else {DOCUMENT: _document(documents, chosen)}
    speaking = documents if after or before or chosen.keys() - {"state"} else None
    fitting |= {kind: _entry(kind, visible.rows[kind], speaking, chosen) for kind in FINDING_KINDS}
    wanted = [_exists(what, found, one_by_one=not narrowed) for what, found in fitting.items()]
    said = [sql for sql, _ in wanted]
    return f"({' OR '.join(said)})", [value for _, values in wanted for value in values]


def _document(documents: QuerySet, chosen: Chosen) -> QuerySet:
    if outcomes := chosen.get("outcome"):
        documents = documents.filter(findings__outcome__in=outcomes)
    return documents


def _entry(kind: str, entries: QuerySet, documents: QuerySet | None, chosen: Chosen) -> QuerySet:
    """`documents` of which one must speak for the entry; None if that does not matter."""
    if states := chosen.get("state"):
        entries = entries.filter(state__in=states)
    if documents is not None:
        outcomes = {"findings__outcome__in": chosen["outcome"]} if "outcome" in chosen else {}
        speaking = documents.filter(**{f"findings__evidence__{kind}": OuterRef("pk")}, **outcomes)
        entries = entries.filter(Exists(speaking))
    return entries


def _fitting(documents: QuerySet, chosen: Chosen, after: date | None, before: date | None) -> QuerySet:
    for name in {"severity", "status"} & chosen.keys():
        documents = documents.filter(**{f"{name}__in": chosen[name]})
    for name in {"project", "version"} & chosen.keys():
        documents = documents.filter(Q(*((f"{name}__iexact", value) for value in chosen[name]), _connector=Q.OR))
    if after:
        documents = documents.filter(date__gte=after)
    if before:
        documents = documents.filter(date__lt=before)
    return documents


def _exists(what: str, found: QuerySet, *, one_by_one: bool) -> Sql:
    """With `one_by_one` PostgreSQL looks each row up, and does not read a whole table first to throw out the few."""
    rows = found.filter(pk=TARGET).order_by().values("pk")
    try:
        sql, values = rows.query.sql_with_params()
    except EmptyResultSet:
        return "1 = 0", []
    return f"(r.what = '{what}' AND EXISTS ({sql}{' LIMIT 1 OFFSET 0' * one_by_one}))", list(values)


def _any_of(column: str, values: tuple[str, ...]) -> Sql:
    if not values:
        return "", []
    kinds = [kind for kind in values if kind != DOCUMENT]
    either = [f"{column} IN ({', '.join(['%s'] * len(kinds))})"] if kinds else []
    either += [f"r.what = '{DOCUMENT}'"] if DOCUMENT in values else []
    return f"({' OR '.join(either)})", kinds


def _tagged(query: Query) -> Sql:
    tags = query.chosen.get("tag", ())
    return " AND ".join(["r.tags LIKE %s ESCAPE '!'"] * len(tags)), [f"%|{_literal(tag)}|%" for tag in tags]


def _literal(tag: str) -> str:
    for sign in "!%_":
        tag = tag.replace(sign, f"!{sign}")
    return tag
