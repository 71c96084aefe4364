"""Whether the data changed since a page was made: told by the database itself, without reading any data."""

import os
import time

from django.db import connection

# A write shows in the files a moment before readers see it, and several may fall into one tick of their clock.
SETTLED = 1_000_000_000


def data_version():
    """A text that differs after every change, or None where that cannot be told.

    None: inside a transaction, whose own changes show nowhere yet; for a database in memory; and on SQLite for the
    first second after a write.
    """
    if connection.in_atomic_block:
        return None
    return VERSIONS[connection.vendor]()


def _of_files():
    name = str(connection.settings_dict["NAME"])
    stamps = [_stamp(name), _stamp(f"{name}-wal")]
    if stamps[0] is None or time.time_ns() - max(stamp[0] for stamp in stamps if stamp) < SETTLED:
        return None
    return repr(stamps)


def _stamp(path):
    """When a file was written and its size; None without one, and for the empty log that a mere reader makes."""
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return None
    return (found.st_mtime_ns, found.st_size) if found.st_size else None


def _of_snapshot():
    """Two equal snapshots see the same rows. It tells changes of other databases of the same server too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database() || ' ' || pg_current_snapshot()::text")
        return cursor.fetchone()[0]


VERSIONS = {"sqlite": _of_files, "postgresql": _of_snapshot}
