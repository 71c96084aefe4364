"""A text that was redacted leaves nothing in the index: no word to be proposed, no trace in the files of SQLite."""

from collections.abc import Iterable

from django.db import connection, transaction

from kb.models import SearchWord
from kb.search.engines import of_the_database
from kb.search.query import Term
from kb.search.words import fine, names

NEAR_WORDS = "DELETE FROM kb_searchnear WHERE rowid = %s"
# FTS5 keeps words of rows that are gone until its parts are merged.
MERGED = (
    "INSERT INTO kb_searchtext(kb_searchtext) VALUES ('optimize')",
    "INSERT INTO kb_searchnear(kb_searchnear) VALUES ('optimize')",
)


@transaction.atomic
def forget_words(text: str) -> None:
    """Takes the words of `text` that no document or entry says any more out of what is proposed for mistyped ones."""
    said = SearchWord.objects.filter(word__in={*fine(text), *names(text)})
    unsaid = {row.pk: row.word for row in said if not _is_said(row.word)}
    SearchWord.objects.filter(pk__in=unsaid).delete()
    if connection.vendor == "sqlite":
        _forget_in_sqlite(unsaid)


def overwrite_what_goes() -> None:
    """From now on SQLite writes zeros where something is deleted; PostgreSQL does away with it when it vacuums."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")


def empty_the_log() -> None:
    """After the transaction: SQLite's write-ahead log holds pages as they were until it is emptied."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _is_said(word: str) -> bool:
    asked = of_the_database().ranked([Term(word, (word,))])
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {asked.source} WHERE {asked.condition} LIMIT 1", asked.values)
        return cursor.fetchone() is not None


def _forget_in_sqlite(unsaid: Iterable[int]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(NEAR_WORDS, [(pk,) for pk in unsaid])
        for merge in MERGED:
            cursor.execute(merge)
