"""Plain SQL for what every line of every paste asks: built by the ORM, the question would cost more than the answer."""

from collections.abc import Iterable, Iterator, Sequence

from django.db import connection

# Below the number of parameters that any database takes.
CHUNK = 900


def rows_within(select: str, values: Iterable[int | str]) -> Iterator[tuple]:
    """The rows of a `select` that ends in IN, for the distinct `values`; in no order."""
    wanted = sorted(set(values))
    for start in range(0, len(wanted), CHUNK):
        chunk = wanted[start : start + CHUNK]
        with connection.cursor() as cursor:
            cursor.execute(f"{select} ({', '.join(['%s'] * len(chunk))})", chunk)
            yield from cursor.fetchall()


def write_rows(statement: str, rows: Iterable[Sequence]) -> None:
    """Runs a statement that writes one row for each of `rows`. The caller holds the transaction."""
    if rows := list(rows):
        with connection.cursor() as cursor:
            cursor.executemany(statement, rows)
