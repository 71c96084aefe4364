"""What is said to OpenSearch: how its index is made, a row of it, and a question, as plain values."""

from collections.abc import Mapping, Sequence
from typing import Any

from kb.search.query import Term

Body = dict[str, Any]

COLUMNS = ("title", "names", "said", "body")
# Words come cut; OpenSearch parts them at the spaces between and leaves them as they are.
TEXT = {"type": "text", "analyzer": "whitespace"}
# The text itself stays in the database, so nothing is kept here that could be read.
INDEX = {"mappings": {"dynamic": "strict", "_source": {"enabled": False}, "properties": dict.fromkeys(COLUMNS, TEXT)}}
# So many hits OpenSearch gives at once (index.max_result_window).
BEST = 10_000
# An unfinished name may end in so many words (indices.query.bool.max_clause_count).
MOST_ENDINGS = 1000
# The column that fits best says most; the others add a little, or long documents would come before short causes.
TIED = {"tie_breaker": 0.3}


def question(terms: Sequence[Term], weights: Sequence[float], among: Sequence[int] | None) -> Body:
    """All terms, best first, by ids alone; `among` names the only rows that count."""
    fields = dict(zip(COLUMNS, weights, strict=True))
    asked: Body = {"must": [_either(term, fields) for term in terms]}
    if among is not None:
        asked["filter"] = [{"ids": {"values": [str(pk) for pk in among]}}]
    return {
        "query": {"bool": asked},
        "sort": ["_score", {"_doc": "asc"}],
        "size": BEST,
        "track_total_hits": BEST + 1,
        "_source": False,
    }


def action(index: str, pk: int, version: int, columns: Sequence[str] | None) -> Body:
    """One row of a bulk request: written anew, or taken out without `columns`; an older version never replaces it."""
    named: Body = {"_index": index, "_id": str(pk), "version": version, "version_type": "external_gte"}
    if columns is None:
        return named | {"_op_type": "delete"}
    return named | {"_op_type": "index", "_source": dict(zip(COLUMNS, columns, strict=True))}


def _either(term: Term, fields: Mapping[str, float]) -> Body:
    runs = [run for run in (term.parts, term.whole) if run]
    asked = [query for run in runs for query in _run(run, fields, begins=term.begins)]
    return asked[0] if len(asked) == 1 else {"dis_max": {"queries": asked} | TIED}


def _run(run: Sequence[str], fields: Mapping[str, float], *, begins: bool) -> list[Body]:
    """Words that follow one another within a column; the whole word counts more than its beginning."""
    weighted = [f"{name}^{weight}" for name, weight in fields.items()]
    phrase = {"query": " ".join(run), "fields": weighted, "type": "phrase"} | TIED
    if not begins:
        return [{"multi_match": phrase}]
    if len(run) > 1:
        return [{"multi_match": phrase | {"type": "phrase_prefix", "max_expansions": MOST_ENDINGS}}]
    beginnings = [{"prefix": {name: {"value": run[0], "boost": weight}}} for name, weight in fields.items()]
    return [{"multi_match": phrase}, *beginnings]
