"""SQLite as an engine: FTS5 ranks by bm25, a second FTS5 table of trigrams knows words that look alike."""

from collections.abc import Iterable, Sequence

from django.db import connection

from kb.rows import write_rows
from kb.search.columns import WEIGHTS, Columns
from kb.search.query import Term
from kb.search.ranked import Ranked

# CROSS: the words are looked up first, whatever the planner knows of the rest.
FROM = "kb_searchtext f CROSS JOIN kb_searchrow r ON r.id = f.rowid"
MATCHES = "f.kb_searchtext MATCH %s"
# Not "f.rank", which ranks and sorts all that has the words before any filter is looked at.
BEST_FIRST = f"bm25(kb_searchtext, {', '.join(map(str, WEIGHTS))})"

WRITE = "INSERT OR REPLACE INTO kb_searchtext (rowid, title, names, said, body) VALUES (%s, %s, %s, %s, %s)"
REMOVE = "DELETE FROM kb_searchtext WHERE rowid = %s"
WRITE_WORD = "INSERT OR REPLACE INTO kb_searchnear (rowid, word) VALUES (%s, %s)"
NEAR = "SELECT word FROM kb_searchnear WHERE kb_searchnear MATCH %s LIMIT %s"


def write(rows: Iterable[tuple[int, Columns]]) -> None:
    write_rows(WRITE, ((pk, *columns) for pk, columns in rows))


def remove(pks: Iterable[int]) -> None:
    write_rows(REMOVE, ((pk,) for pk in pks))


def write_words(words: Iterable[tuple[int, str]]) -> None:
    write_rows(WRITE_WORD, words)


def ranked(terms: Sequence[Term]) -> Ranked:
    return Ranked(FROM, MATCHES, (expression(terms),), BEST_FIRST)


def expression(terms: Sequence[Term]) -> str:
    """The terms as FTS5 asks for all of them."""
    return " AND ".join(_either(term) for term in terms)


def near(word: str, limit: int) -> list[str]:
    """Words that share trigrams with this one, in no order that means anything."""
    trigrams = {word[start : start + 3] for start in range(len(word) - 2)}
    if not trigrams:
        return []
    with connection.cursor() as cursor:
        cursor.execute(NEAR, [" OR ".join(f'"{trigram}"' for trigram in sorted(trigrams)), limit])
        return [found for (found,) in cursor.fetchall()]


def _either(term: Term) -> str:
    runs = [run for run in (term.parts, term.whole) if run]
    phrases = [f'"{" ".join(run)}"' + " *" * term.begins for run in runs]
    return f"({' OR '.join(phrases)})"
