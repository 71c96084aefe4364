"""What the database's planner knows of the tables."""

from django.db import connection


def count_again() -> None:
    """For after much was written at once. PostgreSQL plans by what it counted last, and counts by itself only some time
    later, or never with autovacuum off: until then a visitor waited over half a minute for the list of 100,000
    signatures (`benchmarks/lists.py`), and 0.1 s after. To count takes a second. SQLite plans without.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
