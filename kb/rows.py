"""Plain SQL for what every line of every paste asks: built by the ORM, the question would cost more than the answer."""

from collections.abc import Iterable, Iterator

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
