"""The same error told differently meets in a key; two errors that differ in what matters do not."""

import subprocess
import sys

import pytest

from incidents.reading.values import Error, Frame
from kb.matching.keys import canonical, first_sentence, key_hash, keys, read_error
from kb.matching.values import Key


def error(text):
    return read_error(text)


def shared(one, other):
    return {key.level for key in keys(error(one)) if key in keys(error(other))}


# id, one telling, another, the strictest level at which they meet
MEET = [
    ("the type left out", "unable to open database file", "OperationalError: unable to open database file", "S"),
    (
        "wrapped by the driver",
        "sqlalchemy.exc.OperationalError: (sqlite3.OperationalError) unable to open database file",
        "sqlite3.OperationalError: unable to open database file",
        "S",
    ),
    (
        "wrapped in a class",
        "sqlalchemy.exc.InterfaceError: (sqlalchemy.dialects.postgresql.asyncpg.InterfaceError) "
        "<class 'asyncpg.exceptions._base.InterfaceError'>: cannot perform operation: another operation is in progress",
        "InterfaceError: cannot perform operation: another operation is in progress",
        "S",
    ),
    ("a severity before it", "ERROR: worker queue is full", "worker queue is full", "S"),
    ("another address", "ValueError: bad node at 0x7f01aa", "ValueError: bad node at 0x66ffbb", "S"),
    (
        "a background link behind",
        "x.DBError: disk image is malformed (Background on this error at: https://sqlalche.me/e/20/4xp6)",
        "DBError: disk image is malformed",
        "S",
    ),
    (
        "prose behind",
        "NoSuchModuleError: Can't load plugin: sqlalchemy.dialects:turbo. Pytest did not find it",
        "NoSuchModuleError: Can't load plugin: sqlalchemy.dialects:turbo",
        "S",
    ),
    ("a bare assertion", "assert 500 == 404", "AssertionError: assert 500 == 404", "S"),
    ("names alone", "AttributeError and IllegalStateChangeError", "IllegalStateChangeError", "S"),
    (
        "another table",
        'ERROR: relation "orders_01" does not exist',
        '(psycopg2.errors.UndefinedTable) relation "users" does not exist',
        "M",
    ),
    ("another number", "ValueError: batch 7 of 9 was lost", "ValueError: batch 8 of 9 was lost", "M"),
    ("another language", "[WinError 32] Der Prozess kann nicht", "[WinError 32] The process cannot", "C"),
    ("another message", "KeyError: 'a'", "KeyError: missing 3 columns of 7", "X"),
]
# id, one, another, the levels at which they must not meet
APART = [
    ("statuses", "assert 403 == 200", "assert 404 == 200", "SM"),
    ("errno", "OSError: [Errno 98] Address in use", "OSError: [Errno 99] Address in use", "SMC"),
    ("exit codes", "make returned non-zero exit status 2", "make returned non-zero exit status 137", "SM"),
    ("quoted text, strictly", "'A' object has no attribute 'x'", "'B' object has no attribute 'x'", "S"),
    ("other words", "RuntimeError: event loop is closed", "RuntimeError: event loop is running", "SM"),
]


@pytest.mark.parametrize(("one", "other", "level"), [row[1:] for row in MEET], ids=[row[0] for row in MEET])
def test_tellings_of_one_error_meet(one, other, level):
    assert min(shared(one, other), key="SMCLX".index) == level


@pytest.mark.parametrize(("one", "other", "levels"), [row[1:] for row in APART], ids=[row[0] for row in APART])
def test_different_errors_stay_apart(one, other, levels):
    assert not shared(one, other) & set(levels)


def test_a_generic_message_has_no_key_without_its_type():
    assert keys(error("exit code 1")) == ()
    assert Key("S", "boom") not in keys(error("RuntimeError: boom"))


def test_the_place_is_the_innermost_frame_of_the_project():
    frames = (Frame("/srv/shop/orders.py", "total", 3), Frame("/venv/site-packages/sqlalchemy/engine.py", "run", 9))
    assert Key("L", "ValueError: orders.py total") in keys(Error("ValueError", "no", 1, frames=frames))


def test_types_run_from_the_outermost_inwards():
    types, message = canonical(error("sqlalchemy.exc.ProgrammingError: (psycopg2.errors.UndefinedTable) no table"))
    assert (types, message) == (("ProgrammingError", "UndefinedTable"), "no table")


def test_a_short_first_sentence_is_not_the_message():
    assert first_sentence("Not found. Please call us") == "Not found. Please call us"


def test_the_hash_is_of_the_text_alone():
    assert key_hash(Key("S", "a")) == key_hash(Key("M", "a")) != key_hash(Key("S", "b"))


@pytest.mark.parametrize("value", ["0b0f8a52-6a3c-4d5e-8f7a-1b2c3d4e5f60", "/tmp/x/y.db", "'other'", "12345", "9.5"])
def test_another_value_keeps_the_shape(value):
    assert "M" in shared(f"ValueError: the queue rejected {value} twice", "ValueError: the queue rejected 3 twice")


def test_the_frozen_algorithm_needs_no_django():
    code = "import sys, kb.matching.keys, kb.matching.verdict; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
