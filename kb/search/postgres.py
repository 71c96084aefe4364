"""PostgreSQL as an engine: a tsvector beside each row with a GIN index; pg_trgm, where it is there, knows likenesses.

The tsvector is written out by us, word by word with its place: PostgreSQL's own parser would cut names elsewhere.
"""

from collections.abc import Iterable, Sequence
from itertools import islice

from django.db import connection

from kb.rows import write_rows
from kb.search.columns import WEIGHTS, Columns
from kb.search.query import Term
from kb.search.ranked import Ranked

HAS_TRIGRAMS = "SELECT count(*) FROM pg_extension WHERE extname = 'pg_trgm'"

MATCHES = "r.words @@ %s::tsquery"
# From the lightest to the heaviest, of the heaviest as 1; 1: long texts count less, by the logarithm of their length.
LABELS = "ABCD"
LABEL_WEIGHTS = [weight / WEIGHTS[0] for weight in reversed(WEIGHTS)]
BEST_FIRST = "ts_rank(%s::real[], r.words, %s::tsquery, 1) DESC, r.id"

WRITE = "UPDATE kb_searchrow SET words = %s::tsvector WHERE id = %s"
NEAR = "SELECT word FROM kb_searchword WHERE word %% %s ORDER BY similarity(word, %s) DESC LIMIT %s"
# PostgreSQL keeps so many places of a word, and tells places apart up to this one.
MAX_PLACES = 255
LAST_PLACE = 16_383
# Between two columns, so that no phrase leads from one to the next.
GAP = 10


def write(rows: Iterable[tuple[int, Columns]]) -> None:
    write_rows(WRITE, ((vector(columns), pk) for pk, columns in rows))


def remove(pks: Iterable[int]) -> None:
    """The words go with their row."""


def write_words(words: Iterable[tuple[int, str]]) -> None:
    """The index of trigrams is kept by PostgreSQL."""


def ranked(terms: Sequence[Term]) -> Ranked:
    asked = expression(terms)
    return Ranked("kb_searchrow r", MATCHES, (asked,), BEST_FIRST, (LABEL_WEIGHTS, asked))


def expression(terms: Sequence[Term]) -> str:
    """The terms as a tsquery asks for all of them."""
    return " & ".join(_either(term) for term in terms)


def near(word: str, limit: int) -> list[str]:
    """Words that share trigrams with this one, the most alike first; none without the extension."""
    with connection.cursor() as cursor:
        cursor.execute(HAS_TRIGRAMS)
        if not cursor.fetchone()[0]:
            return []
        cursor.execute(NEAR, [word, word, limit])
        return [found for (found,) in cursor.fetchall()]


def vector(columns: Columns) -> str:
    """The columns as a tsvector is written.

    >>> vector(("no module", "", "no", ""))
    "'no':1A,23C 'module':2A"
    """
    places: dict[str, list[str]] = {}
    start = 1
    for label, column in zip(LABELS, columns, strict=True):
        words = column.split()
        for at, word in enumerate(words, start):
            places.setdefault(word, []).append(f"{min(at, LAST_PLACE)}{label}")
        start += len(words) + GAP
    return " ".join(f"'{word}':{','.join(islice(found, MAX_PLACES))}" for word, found in places.items())


def _either(term: Term) -> str:
    runs = [run for run in (term.parts, term.whole) if run]
    return f"({' | '.join(_run(run, begins=term.begins) for run in runs)})"


def _run(run: Sequence[str], *, begins: bool) -> str:
    return " <-> ".join(f"'{part}'" for part in run) + ":*" * begins
