"""Who writes documents does so alone: two imports of one new file would both find it new."""

from django.db import connection

# Any number that no other advisory lock of the database uses.
WRITING = 0x455252415441


def one_writer() -> None:
    """Waits for whoever writes documents now; holds until the transaction ends.

    SQLite needs nothing for it: there only one transaction writes at a time.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [WRITING])
