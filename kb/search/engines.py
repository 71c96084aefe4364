"""Which engine searches: the one that belongs to the database.

An engine is a module with `FROM`, `MATCHES`, `expression(terms)` and `order(asked)` for asking, `near(word, limit)` for
likenesses, and `write`, `remove` and `write_words`, which are called in the transaction of the row.
"""

from types import ModuleType

from django.db import connection

from kb.search import postgres, sqlite

ENGINES = {"sqlite": sqlite, "postgresql": postgres}


def engine() -> ModuleType:
    return ENGINES[connection.vendor]
