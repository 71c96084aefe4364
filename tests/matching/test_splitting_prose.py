"""An error that stands in no report: on a bare line, in a sentence, in quotes or in backticks."""

import pytest

from incidents.reading.splitting import find_failures

FOUND = [
    ("bare", "sqlite3.OperationalError: database is locked", "sqlite3.OperationalError", "database is locked"),
    ("bullet", "- **Error**: `OSError: [Errno 28] No space left`", "OSError", "[Errno 28] No space left"),
    ("heading", "### 3. TypeError: cannot unpack NoneType", "TypeError", "cannot unpack NoneType"),
    ("table cell", "| test_a | `KeyError: 'x'` since Monday |", "KeyError", "'x'"),
    ("in a sentence", "It throws `ImportError: no zlib` on start.", "ImportError", "no zlib"),
    ("in quotes", 'The page says "ValueError: bad date" after login.', "ValueError", "bad date"),
    ("wrapped in backticks", "fails with `PoolError: it\nis closed` at night.", "PoolError", "it is closed"),
    ("emphasis", "you get _TransactionError: it is broken_.", "TransactionError", "it is broken_."),
    ("label before type", "Error: AttributeError: 'X' object has no y", "AttributeError", "'X' object has no y"),
    ("type on its own line", "org.acme.LazyError:\nfailed to load it", "org.acme.LazyError", "failed to load it"),
    ("django model", "shop.models.Item.DoesNotExist: gone", "shop.models.Item.DoesNotExist", "gone"),
    ("by its module", "psycopg.errors.LockNotAvailable: no lock", "psycopg.errors.LockNotAvailable", "no lock"),
    ("repr", "returned `RemoteDisconnected('Remote end closed')`", "RemoteDisconnected", "Remote end closed"),
    ("untyped", "unable to open database file", "", "unable to open database file"),
    ("untyped in quotes", 'The log says "relation does not exist" all day.', "", "relation does not exist"),
    ("untyped in backticks", "stops (`Cannot connect to the broker at x`).", "", "Cannot connect to the broker at x"),
    ("level", "2026-01-02 10:00:00,123 ERROR [pool] upstream refused", "", "upstream refused"),
    ("marker", "critical: the disk is failing", "", "critical: the disk is failing"),
    ("bare assert", "AssertionError: assert 404 == 200", "AssertionError", "assert 404 == 200"),
    ("title, not type", "ERROR web: Internal Server Error: /cart", "", "web: Internal Server Error: /cart"),
    ("chinese", "- **症状**：`KeyError: 'a'`", "KeyError", "'a'"),
]  # fmt: skip


@pytest.mark.parametrize("text, name, message", [case[1:] for case in FOUND], ids=[case[0] for case in FOUND])
@pytest.mark.parametrize("around", ["{}", "Since the last deploy.\n\n{}\n\nAny idea?"], ids=repr)
def test_the_error_is_found_where_it_stands(text, name, message, around):
    error = find_failures(around.format(text)).failures[0].errors[0]
    assert (error.type, error.message) == (name, message)


def test_a_marker_within_a_line_is_an_error_of_its_own():
    errors = find_failures("broker: error: aborted: critical: no quorum").failures[0].errors
    assert [error.message for error in errors] == ["broker: error: aborted: critical: no quorum", "critical: no quorum"]


def test_lines_below_an_error_are_its_notes():
    text = "ValueError: duplicate key\nDETAIL:  Key (id)=(7) already exists."
    assert find_failures(text).failures[0].errors[0].notes == ("DETAIL:  Key (id)=(7) already exists.",)


def test_several_errors_are_several_failures():
    text = "first `KeyError: 'a'` and then, later, `OSError: gone`"
    assert [failure.errors[0].type for failure in find_failures(text).failures] == ["KeyError", "OSError"]


def test_a_thrown_error_comes_before_a_warning():
    text = "DeprecationWarning: old call\nValueError: new call fails"
    assert [failure.errors[0].type for failure in find_failures(text).failures] == ["ValueError", "DeprecationWarning"]


def test_a_short_text_without_an_error_is_taken_as_it_stands():
    failures = find_failures("merge: feature/x - strange\n").failures
    assert [failure.errors[0].message for failure in failures] == ["merge: feature/x - strange"]


NOTHING_RAN = "rootdir: /srv\ncollected 0 items\n\n============ no tests ran in 0.01s ============\n"


def test_a_run_without_tests_is_the_failure_when_nothing_else_is():
    (failure,) = find_failures(NOTHING_RAN).failures
    assert (failure.errors[0].message, failure.phase) == ("collected 0 items", "collection")


def test_a_run_without_tests_but_with_an_error_fails_for_that():
    text = f"ERROR: file or directory not found: tests/unit\n{NOTHING_RAN}"
    assert [failure.errors[0].message for failure in find_failures(text).failures] == [
        "ERROR: file or directory not found: tests/unit"
    ]


SILENT = [
    ("nothing", ""),
    ("a passing run", "collected 3 items\n\na.py ...   [100%]\n\n============ 3 passed in 0.1s ============\n"),
    ("talk", "We met on Monday.\nThe release is on time.\nThe next one is in May.\nThanks to all."),
]


@pytest.mark.parametrize("text", [case[1] for case in SILENT], ids=[case[0] for case in SILENT])
def test_where_nothing_failed_nothing_is_found(text):
    assert find_failures(text).failures == ()


def test_what_is_shown_back_holds_no_secret():
    split = find_failures("ValueError: bad DB_PASSWORD=hunter2")
    assert "hunter2" not in split.text + split.failures[0].errors[0].message


def test_more_failures_than_a_page_holds_are_cut_and_that_is_said():
    text = "".join(
        f'Traceback (most recent call last):\n  File "a.py", line {n}, in f\n    g()\nValueError: row {n}\n\n'
        for n in range(250)
    )
    split = find_failures(text)
    assert len(split.failures) == 200
    assert "250 failures were found" in split.notices[-1]
