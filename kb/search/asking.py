"""One search over documents and entries: a question in, a page of hits out, the same on every database."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from django.db import connection
from django.db.models import OuterRef, QuerySet, Subquery

from incidents.models import Document, Revision
from kb.models import Entry, Signature
from kb.search.engines import engine, of_the_database
from kb.search.excerpts import Excerpt, Piece, excerpt, marked
from kb.search.query import Query, Term
from kb.search.ranked import Ranked
from kb.search.rows import DOCUMENT
from kb.search.scope import Visible, all_shown, of_the_row, of_the_target, scope
from kb.search.words import fine

PER_PAGE = 20
MAX_PAGE = 50
# Counts end here: "more than 1000" says as much, and a common word is counted as fast as a rare one.
CAP = 1000
NEWEST_FIRST = "r.day DESC, r.id DESC"
EVERYTHING = Ranked("kb_searchrow r", "1 = 1", (), NEWEST_FIRST)
# So many rows are named to an engine outside the database at most.
MOST_NAMED = 60_000
# Words that share trigrams, how many of them are compared, and how alike a proposed one must be.
NEAR = 200
PROPOSED = 3
ALIKE = 0.7
SHORTEST_PROPOSED = 4


@dataclass(frozen=True)
class Hit:
    """A document or entry, `what` it is, its title with what was found in it marked, and an excerpt of its text."""

    what: str
    found: Document | Entry
    title: tuple[Piece, ...]
    excerpt: Excerpt


@dataclass(frozen=True)
class Page:
    """One page of hits. `counts` has how many there are of each kind, whatever kinds were asked for.

    Once more than `CAP` were counted, `is_capped` says that each count is a lower bound.
    """

    hits: tuple[Hit, ...] = ()
    counts: tuple[tuple[str, int], ...] = ()
    number: int = 1
    has_next: bool = False
    is_capped: bool = False
    suggestion: str = ""


def search(query: Query, *, page: int = 1, per_page: int = PER_PAGE, visible: Visible | None = None) -> Page:
    """Finds what has all terms of the query, best first; newest first if it says so, or has no terms but filters.

    `visible` has for documents and each kind of entry the queryset of what may be found; all that is shown unless told.
    """
    visible = visible or all_shown()
    if not query.asks:
        return Page()
    number = min(max(page, 1), MAX_PAGE)
    ranked = ranked_for(query)
    rows = _rows(ranked, query, visible, per_page + 1, per_page * (number - 1))
    counts = _counts(ranked, query, visible)
    return Page(
        hits=tuple(_hits(rows[:per_page], query.terms, visible)),
        counts=tuple(counts.items()),
        number=number,
        has_next=len(rows) > per_page and number < MAX_PAGE,
        is_capped=ranked.is_cut or sum(counts.values()) > CAP,
        suggestion="" if rows or number > 1 else _suggestion(query, visible),
    )


def _rows(ranked: Ranked, query: Query, visible: Visible, limit: int, offset: int) -> list[tuple[str, int]]:
    rows = _best(ranked, query, visible, limit, offset)
    if len(rows) == limit or not ranked.is_cut:
        return rows
    return _best(ranked_for(query, among=_fitting(query, visible)), query, visible, limit, offset)


def _best(ranked: Ranked, query: Query, visible: Visible, limit: int, offset: int) -> list[tuple[str, int]]:
    """Nearly all that is found may be seen: it is looked up of twice as many as are wanted, and of all only then."""
    wanted = limit + offset
    of_row, row_values = of_the_row(query)
    of_target, target_values = of_the_target(query, visible)
    ordered = f"FROM {ranked.source} WHERE {ranked.condition} AND {of_row} ORDER BY {ranked.order} LIMIT %s"
    sql = f"SELECT r.what, r.target, {of_target} FROM (SELECT r.what, r.target {ordered}) r"
    found = fetch(sql, [*target_values, *ranked.values, *row_values, *ranked.order_values, 2 * wanted])
    fitting = [(what, target) for what, target, fits in found if fits]
    if len(fitting) >= wanted or len(found) < 2 * wanted:
        return fitting[offset:wanted]
    return _best_of_all(ranked, query, visible, limit, offset)


def _best_of_all(ranked: Ranked, query: Query, visible: Visible, limit: int, offset: int) -> list[tuple[str, int]]:
    condition, values = scope(query, visible)
    sql = (
        f"SELECT r.what, r.target FROM {ranked.source} WHERE {ranked.condition} AND {condition}"
        f" ORDER BY {ranked.order} LIMIT %s OFFSET %s"
    )
    return fetch(sql, [*ranked.values, *values, *ranked.order_values, limit, offset])


def ranked_for(query: Query, **only) -> Ranked:
    """What the engine finds for the terms of a question, in the order that it asks for."""
    if not query.terms:
        return EVERYTHING
    ranked = engine().ranked(query.terms, **only)
    return replace(ranked, order=NEWEST_FIRST, order_values=()) if query.is_newest_first else ranked


def _fitting(query: Query, visible: Visible) -> list[int]:
    """The rows that the filters leave and that may be seen, whatever they say; of very many the first."""
    condition, values = scope(query, visible)
    return [pk for (pk,) in fetch(f"SELECT r.id FROM kb_searchrow r WHERE {condition} LIMIT %s", [*values, MOST_NAMED])]


def _counts(ranked: Ranked, query: Query, visible: Visible) -> dict[str, int]:
    anywhere = replace(query, chosen={name: value for name, value in query.chosen.items() if name != "kind"})
    if not anywhere.asks:
        anywhere = query
    condition, values = scope(anywhere, visible)
    inner = f"SELECT r.kind FROM {ranked.source} WHERE {ranked.condition} AND {condition} LIMIT %s"
    sql = f"SELECT kind, COUNT(*) FROM ({inner}) counted GROUP BY kind ORDER BY 2 DESC, 1"
    return dict(fetch(sql, [*ranked.values, *values, CAP + 1]))


def fetch(sql: str, values: Sequence) -> list[tuple]:
    """The rows that a statement gives."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def _hits(rows: Sequence[tuple[str, int]], terms: Sequence[Term], visible: Visible):
    found = {
        what: _with_text(what, visible.rows[what]).in_bulk([target for of, target in rows if of == what])
        for what in {what for what, _ in rows}
    }
    for what, target in rows:
        # It may have been deleted between the two statements.
        if row := found[what].get(target):
            title, text = _told(row)
            yield Hit(what, row, marked(title, terms), excerpt(text, terms))


def _with_text(what: str, rows: QuerySet) -> QuerySet:
    if what == "fix":
        return rows.with_outcomes()
    if what != DOCUMENT:
        return rows
    newest = Revision.objects.filter(document=OuterRef("pk")).order_by("-number")
    return rows.annotate(text=Subquery(newest.values("text")[:1])).defer("fields", "faults")


def _told(row: Document | Entry) -> tuple[str, str]:
    if isinstance(row, Signature):
        return row.title, row.example if row.example != row.title else ""
    if isinstance(row, Document):
        return row.title, row.text or ""
    return row.text, ""


def _suggestion(query: Query, visible: Visible) -> str:
    """The question with the words that find nothing in place of which others that look alike do, or ""."""
    text = query.text
    for term in query.terms:
        if ":" in term.text.rstrip(":"):
            continue
        other = "" if _finds(query, term.parts, visible, begins=term.begins) else _nearest(query, term, visible)
        if other:
            text = text.replace(term.text, other, 1)
    return text if text != query.text else ""


def _nearest(query: Query, term: Term, visible: Visible) -> str:
    """The term with another word for each of its parts that nothing has; "" if one of them is like none."""
    text = term.text
    for part in term.parts:
        if _finds(query, (part,), visible, begins=term.begins and part == term.parts[-1]):
            continue
        other = next((word for word in _alike(part) if _finds(query, (word,), visible)), "")
        if not other:
            return ""
        text = " ".join(other if each == part else each for each in fine(text))
    return text


def _alike(word: str) -> list[str]:
    """Words of the index that this one may have been meant as, the most alike first."""
    if len(word) < SHORTEST_PROPOSED:
        return []
    scores = {other: SequenceMatcher(None, word, other).ratio() for other in of_the_database().near(word, NEAR)}
    alike = [other for other, score in scores.items() if score >= ALIKE and other != word]
    return sorted(alike, key=lambda other: (-scores[other], other))[:PROPOSED]


def _finds(query: Query, parts: Sequence[str], visible: Visible, *, begins: bool = False) -> bool:
    """Whether a term finds anything that may be seen: no word of what is hidden is ever proposed."""
    alone = Query(query.text, (Term(" ".join(parts), tuple(parts), begins=begins),))
    return bool(_rows(ranked_for(alone), alone, visible, 1, 0))
