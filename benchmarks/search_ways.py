"""The ways to search that `search.py` compares: ours, by hand, and with modelsearch where it is installed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from embedded import empty_database

# isort: split
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import modify_settings

from incidents.models import Document
from kb.search.asking import search
from kb.search.indexing import index_documents
from kb.search.query import read_query
from kb.search.scope import FILTERS, visible_to

PEER = {"append": ["modelsearch", "modelsearch_peer"]}
HAND_TABLES = {
    "sqlite": ["CREATE VIRTUAL TABLE hand USING fts5(title, body)"],
    "postgresql": [
        "CREATE TABLE hand (id bigint PRIMARY KEY, title text, body text, words tsvector GENERATED ALWAYS AS"
        " (setweight(to_tsvector('simple', title), 'A') || to_tsvector('simple', body)) STORED)",
        "CREATE INDEX hand_words ON hand USING gin (words)",
    ],
}
HAND_INSERT = {
    "sqlite": "INSERT INTO hand (rowid, title, body) VALUES (%s, %s, %s)",
    "postgresql": "INSERT INTO hand (id, title, body) VALUES (%s, %s, %s)",
}
HAND_ASK = {
    "sqlite": "SELECT rowid, title, snippet(hand, 1, '[', ']', '…', 30) FROM hand WHERE hand MATCH %s AND +rowid {seen}"
    " ORDER BY bm25(hand, 6.0, 1.0) LIMIT 20",
    "postgresql": "SELECT id, title, ts_headline('simple', body, q) FROM (SELECT id, title, body, q FROM hand,"
    " websearch_to_tsquery('simple', %s) q WHERE words @@ q AND id {seen} ORDER BY ts_rank(words, q, 1) DESC LIMIT 20)"
    " best",
}
SEEN = "NOT IN (SELECT id FROM incidents_document WHERE visibility = 'restricted')"
OF_A_KIND = "IN (SELECT id FROM incidents_document WHERE visibility <> 'restricted' AND kind = %s)"


@dataclass(frozen=True)
class Way:
    """`index` writes documents with their titles and texts, `ask` counts what a page of the answer holds."""

    name: str
    index: Callable[[Sequence[Document], Sequence[tuple[str, str]]], None]
    ask: Callable[[str, str], int]
    is_slow: bool = False


def prepare(*, keep: bool) -> list[Way]:
    """Empties the database, unless it is kept, and gives the ways that can be asked in it, ours first."""
    peers = [_modelsearch()] if find_spec("modelsearch") else []
    if not peers:
        print("modelsearch is left out: pip install modelsearch", flush=True)
    empty_database(keep=keep)
    if not keep:
        _make_hand_table()
    return [Way("ours", _index, _ask), Way("by hand", _index_by_hand, _ask_by_hand), *peers]


def _modelsearch() -> Way:
    modify_settings(INSTALLED_APPS=PEER).enable()
    call_command("migrate", run_syncdb=True, verbosity=0)
    peer = import_module("modelsearch_peer.asking")
    return Way("modelsearch", peer.index_reports, peer.ask, is_slow=True)


def _make_hand_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS hand")
        for statement in HAND_TABLES[connection.vendor]:
            cursor.execute(statement)


def _index(rows: Sequence[Document], told: Sequence[tuple[str, str]]) -> None:
    index_documents([row.pk for row in rows])


def _ask(words: str, kind: str) -> int:
    query = read_query(f"kind:{kind} {words}" if kind else words, FILTERS)
    return len(search(query, visible=visible_to(AnonymousUser())).hits)


@transaction.atomic
def _index_by_hand(rows: Sequence[Document], told: Sequence[tuple[str, str]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            HAND_INSERT[connection.vendor],
            [(row.pk, title, text) for row, (title, text) in zip(rows, told, strict=True)],
        )


def _ask_by_hand(words: str, kind: str) -> int:
    statement = HAND_ASK[connection.vendor].format(seen=OF_A_KIND if kind else SEEN)
    with connection.cursor() as cursor:
        cursor.execute(statement, [words, kind] if kind else [words])
        return len(cursor.fetchall())
