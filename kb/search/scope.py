"""Filters and what somebody may see, as one condition of the statement that searches.

Filters are about documents. An entry fits if one document that may be seen fits and speaks for it: `outcome:failed
severity:high` finds the fixes that failed in a document of high severity, and these documents.
"""

from collections.abc import Mapping

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

FILTERS = {
    "kind": (DOCUMENT, *Document.Kind.values, *FINDING_KINDS),
    "outcome": tuple(Finding.Outcome.values),
    "tag": (),
    "severity": tuple(Document.Severity.values),
    "status": tuple(Document.Status.values),
    "state": (State.SUGGESTED.value, State.CONFIRMED.value),
}
TARGET = RawSQL("r.target", ())


def all_shown() -> Visible:
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
    parts = [_alternatives(query, visible), _any_of("r.kind", query.chosen.get("kind", ())), _tagged(query)]
    told = [part for part in parts if part[0]]
    return " AND ".join(sql for sql, _ in told), [value for _, values in told for value in values]


def _alternatives(query: Query, visible: Visible) -> Sql:
    wanted = [_document(query, visible[DOCUMENT])] if not query.chosen.get("state") else []
    wanted += [_entry(kind, query, visible) for kind in FINDING_KINDS]
    said = [sql for sql, _ in wanted]
    return f"({' OR '.join(said)})", [value for _, values in wanted for value in values]


def _document(query: Query, documents: QuerySet) -> Sql:
    found = _fitting(query, documents)
    if outcomes := query.chosen.get("outcome"):
        found = found.filter(findings__outcome__in=outcomes)
    return _exists(DOCUMENT, found)


def _entry(kind: str, query: Query, visible: Visible) -> Sql:
    entries = visible[kind]
    if states := query.chosen.get("state"):
        entries = entries.filter(state__in=states)
    speaking = {f"findings__evidence__{kind}": OuterRef("pk")}
    if outcomes := query.chosen.get("outcome"):
        speaking["findings__outcome__in"] = outcomes
    documents = _fitting(query, visible[DOCUMENT])
    if len(speaking) > 1 or documents is not visible[DOCUMENT]:
        entries = entries.filter(Exists(documents.filter(**speaking)))
    return _exists(kind, entries)


def _fitting(query: Query, documents: QuerySet) -> QuerySet:
    """The documents that the filters want; the same object where they want none in particular."""
    for name in ("severity", "status"):
        if values := query.chosen.get(name):
            documents = documents.filter(**{f"{name}__in": values})
    if query.after:
        documents = documents.filter(date__gte=query.after)
    if query.before:
        documents = documents.filter(date__lt=query.before)
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
