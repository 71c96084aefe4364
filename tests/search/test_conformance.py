"""Questions and what they must find, on whatever engine the suite runs, and of some what must come first."""

import pytest

from kb.search.asking import search
from kb.search.engines import of_the_database
from kb.search.query import read_query
from kb.search.scope import FILTERS

# The rows are a module's; the mark has the database made where nothing else is run.
pytestmark = pytest.mark.django_db

# A question, and the names of all that it must find.
FOUND = [
    ("NoSuchModuleError", "signature plugin"),
    ("nosuchmoduleerror", "signature plugin"),
    ("NoSuchModule", "signature plugin"),
    ("sqlalchemy.exc", "plugin"),
    ("sqlalchemy.exc.NoSuchModuleError", "plugin"),
    ("sqlalchemy.exc.nosuchmoduleerror", "plugin"),
    ("sqlalchemy.exc.NoSuchMod", "plugin"),
    ("exc.NoSuchModuleError", "plugin"),
    ("module error", "signature plugin module"),
    ('"module error"', "signature plugin"),
    ('"such module"', "signature plugin"),
    ('"error module"', ""),
    ("sqlalch", "signature plugin pool"),
    ("sqlite.aiosqlite", "plugin"),
    ("aiosqlite", "driver install plugin"),
    ("aiosqlite==0.20.0", "plugin"),
    ("requirements.txt", "install plugin"),
    ("can't load", "signature plugin"),
    ("cannot find", "module"),
    ("loadSettings.js", "module"),
    ("loadsettings", "module"),
    ("load settings", "module"),
    ("settings.json", "module"),
    ("config/settings", "module"),
    ("is_ready", "module"),
    ("ready.js", "module"),
    ("lock_timeout", "raise timeout lock"),
    ("LockTimeoutError", "timeout lock"),
    ("timeouterror", "pool"),
    ("TimeoutError", "timeout lock pool"),
    ("lock timeout failed", ""),
    ("did not help", "lock"),
    ("it is not", "fixture"),
    ("order by id", "sorted lock"),
    ("different order", "order lock"),
    ("httpconnectionpool", "pool"),
    ("connection pool", "pool"),
    ("QueuePool", "pool"),
    ("404", "zurich"),
    ("http404", "zurich"),
    ("E501", "zurich"),
    ("3f9c2ab", "zurich"),
    ("zurich", "zurich"),
    ("ZÜRICH CAFE", "zurich"),
    ("naive", "zurich"),
    ("エラー", "zurich"),
    ("test_users.py", "fixture"),
    ("api/test_users", "fixture"),
    ("TestUsers", "fixture"),
    ("scope mismatch", "fixture"),
    ("db_session", "fixture"),
    ("fixture fixtures", "fixture"),
    ("node/worker", "module"),
    ("30", "lock pool"),
    ("nothing of the kind", ""),
]
NARROWED = [
    ("kind:incident", "plugin lock"),
    ("kind:incident kind:sprint", "plugin lock fixture"),
    ("kind:document timeout", "lock pool zurich"),
    ("kind:fix", "install raise sorted"),
    ("kind:fix outcome:failed", "raise"),
    ("outcome:failed", "raise lock"),
    ("outcome:worked aiosqlite", "install plugin"),
    ("tag:postgres", "lock pool"),
    ("tag:postgres tag:locks", "lock"),
    ("tag:post", ""),
    ("status:open", "module"),
    ("severity:critical kind:rule", "rule"),
    ("severity:critical severity:high kind:cause", "driver order"),
    ("before:2025-01-01", "pool"),
    ("after:2025-06-12 before:2025-07-01 kind:document", "lock fixture"),
    ("after:2026-01-01 outcome:worked", "install plugin"),
    ("state:suggested order", "order sorted rule pattern"),
    ("state:confirmed", ""),
    ("colour:red", ""),
]
BEST = [
    ("NoSuchModuleError", "signature"),
    ("aiosqlite driver", "driver"),
    ("requirements aiosqlite", "install"),
    ("connection pool exhausted", "pool"),
    ("workers wait", "lock"),
    ("fixtures", "fixture"),
    ("LockTimeoutError", "timeout"),
    ("timed out", "pool"),
]


def names(collection, page):
    by_row = {row: name for name, row in collection.items()}
    return [by_row[hit.found] for hit in page.hits]


def ask(text, **more):
    return search(read_query(text, FILTERS), **more)


@pytest.mark.parametrize("question, expected", FOUND + NARROWED, ids=[question for question, _ in FOUND + NARROWED])
def test_finds(collection, question, expected):
    assert sorted(names(collection, ask(question))) == sorted(expected.split())


@pytest.mark.parametrize("question, expected", BEST, ids=[question for question, _ in BEST])
def test_finds_first(collection, question, expected):
    assert names(collection, ask(question))[0] == expected


def test_without_words_the_newest_come_first(collection):
    assert names(collection, ask("kind:document"))[:3] == ["plugin", "lock", "fixture"]


PROPOSED = [
    ("fixtrue", "fixture"),
    ("aiosqlight driver", "aiosqlite driver"),
    ("kind:fix requiremnts", "kind:fix requirements"),
    ("NoSuchModulError", "no such module error"),
    ("qwertzuiop", ""),
    ("driver tests import", ""),
]


@pytest.mark.parametrize("question, expected", PROPOSED, ids=[question for question, _ in PROPOSED])
def test_a_word_that_nothing_has_is_replaced_by_one_that_looks_like_it(collection, question, expected):
    if not of_the_database().near("fixture", 1):
        pytest.skip("needs the extension pg_trgm")
    assert ask(question).suggestion == expected


def test_pages_follow_one_another_without_gap_or_double(collection):
    pages = [ask("kind:document", page=number, per_page=2) for number in (1, 2, 3)]
    assert [page.has_next for page in pages] == [True, True, False]
    assert len({hit.found for page in pages for hit in page.hits}) == 6


def test_all_kinds_are_counted_whatever_kind_was_asked_for(collection):
    page = ask("kind:fix order")
    assert dict(page.counts) == {"incident": 1, "cause": 1, "fix": 1, "rule": 1, "pattern": 1}
