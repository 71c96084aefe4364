"""Which engine searches: the one that belongs to the database, or OpenSearch where the site names a server.

An engine is a module with `ranked(terms)` for asking, `near(word, limit)` for likenesses, and `write`, `remove` and
`write_words`, which are called in the transaction of the row.
"""

from types import ModuleType

from django.conf import settings
from django.db import connection

from kb.search import opensearch, postgres, sqlite

ENGINES = {"sqlite": sqlite, "postgresql": postgres}


def engine() -> ModuleType:
    return opensearch if settings.OPENSEARCH_URL else of_the_database()


def of_the_database() -> ModuleType:
    return ENGINES[connection.vendor]
