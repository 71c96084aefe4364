"""Filters and what somebody may see, as one condition of the statement that searches.

Filters are about documents. An entry fits if one document that may be seen fits and speaks for it: `outcome:failed
severity:high` finds the fixes that failed in a document of high severity, and these documents.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache, partial

from django.core.exceptions import EmptyResultSet
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.expressions import RawSQL

from incidents.models import Document, Finding
from incidents.reading.values import FINDING_KINDS
from kb.models import Cause, Fix, Pattern, Rule, Signature, State
from kb.search.query import Query
from kb.search.rows import DOCUMENT

# For documents and each kind of entry the rows that may be found.
Visible = Mapping[str, QuerySet]
Sql = tuple[str, list]
Chosen = Mapping[str, tuple[str, ...]]
About = tuple[tuple[str, tuple[str, ...]], ...]
# Filters on the row of the index; the others are about what it stands for.
ROW_FILTERS = ("kind", "tag")

FILTERS = {
    "kind": (DOCUMENT, *Document.Kind.values, *FINDING_KINDS),
    "outcome": tuple(Finding.Outcome.values),
    "tag": (),
    "severity": tuple(Document.Severity.values),
    "status": tuple(Document.Status.values),
    "state": (State.SUGGESTED.value, State.CONFIRMED.value),
}
TARGET = RawSQL("r.target", ())


@cache
def all_shown() -> Visible:
    """What there is to see without rules of access."""
    return {
        DOCUMENT: Document.objects.all(),
        "signature": Signature.objects.shown(),
        "cause": Cause.objects.shown(),
        "fix": Fix.objects.shown(),
        "rule": Rule.objects.shown(),
        "pattern": Pattern.objects.shown(),
    }


def scope(query: Query, visible: Visible) -> Sql:
    """The condition on `kb_searchrow r` that leaves what the filters want and may be seen."""
    about = tuple((name, values) for name, values in query.chosen.items() if name not in ROW_FILTERS)
    told = _of_all_shown if visible is all_shown() else partial(_alternatives, visible)
    parts = [told(about, query.after, query.before), _any_of("r.kind", query.chosen.get("kind", ())), _tagged(query)]
    kept = [part for part in parts if part[0]]
    return " AND ".join(sql for sql, _ in kept), [value for _, values in kept for value in values]


def _alternatives(visible: Visible, about: About, after: date | None, before: date | None) -> Sql:
    """What fits of the documents or of the entries."""
    chosen = dict(about)
    documents = _fitting(visible[DOCUMENT], chosen, after, before)
    wanted = [] if "state" in chosen else [_document(documents, chosen)]
    narrowed = bool(after or before or chosen.keys() - {"state"})
    wanted += [_entry(kind, visible[kind], documents if narrowed else None, chosen) for kind in FINDING_KINDS]
    said = [sql for sql, _ in wanted]
    return f"({' OR '.join(said)})", [value for _, values in wanted for value in values]


@lru_cache(maxsize=500)
def _of_all_shown(about: About, after: date | None, before: date | None) -> Sql:
    """Kept, because to build the statement takes longer than to answer it."""
    return _alternatives(all_shown(), about, after, before)


def _document(documents: QuerySet, chosen: Chosen) -> Sql:
    if outcomes := chosen.get("outcome"):
        documents = documents.filter(findings__outcome__in=outcomes)
    return _exists(DOCUMENT, documents)


def _entry(kind: str, entries: QuerySet, documents: QuerySet | None, chosen: Chosen) -> Sql:
    """`documents` of which one must speak for the entry; None if that does not matter."""
    if states := chosen.get("state"):
        entries = entries.filter(state__in=states)
    if documents is not None:
        outcomes = {"findings__outcome__in": chosen["outcome"]} if "outcome" in chosen else {}
        speaking = documents.filter(**{f"findings__evidence__{kind}": OuterRef("pk")}, **outcomes)
        entries = entries.filter(Exists(speaking))
    return _exists(kind, entries)


def _fitting(documents: QuerySet, chosen: Chosen, after: date | None, before: date | None) -> QuerySet:
    for name in {"severity", "status"} & chosen.keys():
        documents = documents.filter(**{f"{name}__in": chosen[name]})
    if after:
        documents = documents.filter(date__gte=after)
    if before:
        documents = documents.filter(date__lt=before)
    return documents


def _exists(what: str, found: QuerySet) -> Sql:
    rows = found.filter(pk=TARGET).order_by().values("pk")
    try:
        sql, values = rows.query.sql_with_params()
    except EmptyResultSet:
        return "1 = 0", []
    return f"(r.what = '{what}' AND EXISTS ({sql}))", list(values)


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
