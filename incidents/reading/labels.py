"""What a document's fields file it under: tags, the project and its version, as lists count them."""

from collections.abc import Mapping

LONGEST = 60
PROJECT = ("project", "service", "repository", "repo")
VERSION = ("version", "release", "affected_version")


def tags_of(fields: Mapping[str, object]) -> tuple[str, ...]:
    """What stands under "tags": a list, or words with commas between; in small letters, each once.

    >>> tags_of({"tags": "SQLite, #async, sqlite"})
    ('sqlite', 'async')
    """
    value = fields.get("tags")
    values = value if isinstance(value, list) else str(value or "").split(",")
    named = (str(each).strip(" #'\"[]|").lower()[:LONGEST] for each in values)
    return tuple(dict.fromkeys(filter(None, named)))


def project_of(fields: Mapping[str, object]) -> str:
    """The project, else the service or repository that is named; "" without one.

    >>> project_of({"service": "orders-api", "title": "Locks"})
    'orders-api'
    """
    return _first(fields, PROJECT)


def version_of(fields: Mapping[str, object]) -> str:
    """The version in which it was met; "" without one. YAML reads 2.0 as a number.

    >>> version_of({"version": 2.0})
    '2.0'
    """
    return _first(fields, VERSION)


def _first(fields: Mapping[str, object], names: tuple[str, ...]) -> str:
    values = (fields.get(name) for name in names)
    told = (str(value).strip() for value in values if isinstance(value, str | int | float))
    return next((text for text in told if text and len(text) <= LONGEST and "\n" not in text), "")
