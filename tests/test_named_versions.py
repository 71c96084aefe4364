"""Versions and places of enforcement as sentences name them, and the numbers that are none."""

import pytest

from kb.enforcement import enforced_by
from kb.named_versions import named_versions

VERSIONS = [
    ("Pin pytest-asyncio>=0.23 and httpx==0.27.2", ["pytest-asyncio>=0.23", "httpx==0.27.2"]),
    ("Seen on Python 3.12 only, gone with SQLAlchemy 2.0.29", ["Python 3.12", "SQLAlchemy 2.0.29"]),
    ("Upgraded to 3.1.4 of the broker", []),
    ("The call took 2.5 s with 15 workers", []),
    ("Retried 3 times after 429", []),
    ("Listens on 127.0.0.1:5432", []),
]
PLACES = [
    ("Ruff refuses a bare except", ["lint or type check"]),
    ("The pre-commit hook formats every file", ["commit hook"]),
    ("CI fails when a migration is missing", ["CI"]),
    ("The decision is written down", []),
    ("Reviewers ask for the rollback plan", ["review"]),
    ("Run with --strict-markers", ["pytest option"]),
]


@pytest.mark.parametrize(("text", "found"), VERSIONS, ids=[text for text, _ in VERSIONS])
def test_versions(text, found):
    assert named_versions(text) == found


@pytest.mark.parametrize(("text", "found"), PLACES, ids=[text for text, _ in PLACES])
def test_places_of_enforcement(text, found):
    assert enforced_by(text) == found


@pytest.mark.parametrize("hostile", ["a" * 50_000, "a." * 25_000, "a-" * 25_000 + " 1", "1." * 25_000], ids=len)
def test_hostile_texts_end(hostile):
    assert named_versions(hostile) == []
