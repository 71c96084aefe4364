"""Reports of test runs: pytest in its styles, unittest, JUnit, annotations; one failure told five times is one."""

import pytest

from incidents.reading.splitting import find_failures

LONG = """=================================== FAILURES ===================================
__________________________________ test_total __________________________________

    def test_total(cart):
>       assert cart.total() == 42
E       assert 41 == 42
E        +  where 41 = total()

tests/test_cart.py:12: AssertionError
---------------------------- Captured stderr call ------------------------------
Traceback (most recent call last):
  File "/srv/cart.py", line 3, in load
    connect()
ConnectionRefusedError: [Errno 111] Connection refused
------------------------------ Captured log call -------------------------------
ERROR    cart:cart.py:36 upstream refused
_____________________ ERROR at setup of test_login[a - b] ______________________
tests/conftest.py:8: in db
    connect()
E   app.StoreError: unable to open database file
=========================== short test summary info ============================
FAILED tests/test_cart.py::test_total - assert 41 == 42
ERROR tests/test_auth.py::test_login[a - b] - app.StoreError: unable to open da...
========================= 1 failed, 1 error in 0.12s ==========================="""

LINE_STYLE = """=================================== FAILURES ===================================
E   FileNotFoundError: [Errno 2] No such file or directory: 'x'

The above exception was the direct cause of the following exception:
E   app.StoreError: no store
/srv/tests/test_store.py:16: app.StoreError: no store
E   AssertionError: Lists differ
    First differing element 2:
/srv/tests/test_store.py:19: AssertionError: Lists differ
=========================== short test summary info ============================
FAILED tests/test_store.py::test_open - app.StoreError: no st...
FAILED tests/test_store.py::test_lists - AssertionError: Lists differ"""

SUMMARY = """FAILED tests/a.py::test_one - sqlalchemy.exc.OperationalError: (psycopg2.Operat...
FAILED tests/a.py::test_two[x - y] - KeyError: 'a'
SUBFAILED(i=0) tests/a.py::TestU::test_sub - AssertionError: False is not ...
FAILED tests/a.py::test_syntax -   File "mod.py", line 1
FAILED tests/a.py::test_cut - pytest_asy...
ERROR tests/b.py"""

MISMATCH = """import file mismatch:
imported module 'test_cart' has this __file__ attribute:
  /srv/tests/unit/test_cart.py
which is not the same as the test file we want to collect:
  /srv/tests/web/test_cart.py
HINT: remove __pycache__ / .pyc files and/or use a unique basename for your test file modules"""

COLLECTING = """==================================== ERRORS ====================================
______________________ ERROR collecting tests/test_x.py _______________________
ImportError while importing test module '/srv/tests/test_x.py'.
Traceback:
tests/test_x.py:1: in <module>
    import nowhere
E   ModuleNotFoundError: No module named 'nowhere'
=========================== short test summary info ============================
ERROR tests/test_x.py"""

PLAIN_WORDS = """=================================== FAILURES ===================================
__________________________________ test_fetch __________________________________
async def functions are not natively supported.
You need to install a suitable plugin for your async framework, for example:
  - anyio
=========================== short test summary info ============================
FAILED test_async.py::test_fetch - Failed: async def functions are not native..."""

UNITTEST = """======================================================================
FAIL: test_eq (shop.tests.CartTest.test_eq) (size=3)
----------------------------------------------------------------------
Traceback (most recent call last):
  File "/srv/shop/tests.py", line 40, in test_eq
    self.assertEqual(1, 2)
AssertionError: 1 != 2

======================================================================
ERROR: setUpClass (shop.tests.OrderTest)
----------------------------------------------------------------------
Traceback (most recent call last):
  File "/srv/shop/tests.py", line 9, in setUpClass
    connect()
OSError: [Errno 98] Address already in use

----------------------------------------------------------------------
Ran 2 tests in 0.001s

FAILED (failures=1, errors=1)"""

JUNIT = """<?xml version="1.0"?><testsuites><testsuite name="pytest">
<testcase classname="tests.test_a" name="test_db">
<error message="failed on setup with &quot;OSError: [Errno 28] full&quot;">
    def db():
&gt;       raise OSError(28, "full")
E       OSError: [Errno 28] full

tests/conftest.py:5: OSError</error></testcase>
<testcase classname="tests.test_a" name="test_ok"/>
<testcase classname="org.acme.CartTest" name="adds">
<failure type="java.lang.AssertionError" message="expected 1">at org.acme
Caused by: java.io.IOException: closed</failure></testcase></testsuite></testsuites>"""


def told(text):
    return [
        (failure.test, failure.phase, [(error.role, error.type, error.message) for error in failure.errors])
        for failure in find_failures(text).failures
    ]


def test_a_pytest_report_tells_each_failure_once_with_what_was_captured():
    assert told(LONG) == [
        (
            "tests/test_cart.py::test_total",
            "call",
            [
                ("last", "AssertionError", "assert 41 == 42"),
                ("captured", "ConnectionRefusedError", "[Errno 111] Connection refused"),
                ("captured", "", "upstream refused"),
            ],
        ),
        (
            "tests/test_auth.py::test_login[a - b]",
            "setup",
            [("last", "app.StoreError", "unable to open database file")],
        ),
    ]


def test_line_style_errors_get_their_tests_from_the_summary():
    assert told(LINE_STYLE) == [
        (
            "tests/test_store.py::test_open",
            "call",
            [
                ("last", "app.StoreError", "no store"),
                ("root", "FileNotFoundError", "[Errno 2] No such file or directory: 'x'"),
            ],
        ),
        ("tests/test_store.py::test_lists", "call", [("last", "AssertionError", "Lists differ")]),
    ]


def test_a_summary_alone_is_evidence_by_prefix_only():
    failures = find_failures(SUMMARY).failures
    assert [(failure.test, failure.errors[0].type, failure.errors[0].cut) for failure in failures] == [
        ("tests/a.py::test_one", "sqlalchemy.exc.OperationalError", True),
        ("tests/a.py::test_two[x - y]", "KeyError", False),
        ("tests/a.py::TestU::test_sub (i=0)", "AssertionError", True),
        ("tests/a.py::test_syntax", "", True),
        ("tests/a.py::test_cut", "", True),
        ("tests/b.py", "", True),
    ]


def test_a_collection_error_merges_with_its_summary_line():
    assert told(COLLECTING) == [
        ("tests/test_x.py", "collection", [("last", "ModuleNotFoundError", "No module named 'nowhere'")])
    ]


def test_two_files_of_one_name_are_told_without_their_section():
    (failure,) = find_failures(f"Then CI said:\n\n{MISMATCH}\n\nWhy?").failures
    assert (failure.errors[0].message, failure.lines, failure.phase) == ("import file mismatch:", (3, 8), "collection")


def test_a_section_in_plain_words_gets_its_type_from_the_summary():
    assert told(PLAIN_WORDS) == [
        ("test_async.py::test_fetch", "call", [("last", "Failed", "async def functions are not natively supported.")])
    ]


def test_a_unittest_report_names_test_subtest_and_phase():
    assert told(UNITTEST) == [
        ("shop.tests.CartTest.test_eq (size=3)", "call", [("last", "AssertionError", "1 != 2")]),
        ("shop.tests.OrderTest", "setup", [("last", "OSError", "[Errno 98] Address already in use")]),
    ]


def test_a_junit_report_is_read_from_its_texts_and_its_attributes():
    assert told(JUNIT) == [
        ("tests.test_a.test_db", "setup", [("last", "OSError", "[Errno 28] full")]),
        (
            "org.acme.CartTest.adds",
            "call",
            [("last", "java.lang.AssertionError", "expected 1"), ("root", "java.io.IOException", "closed")],
        ),
    ]


def test_a_torn_junit_report_gives_what_is_whole():
    assert [test for test, *_ in told(JUNIT[: JUNIT.index('<testcase classname="org')])] == ["tests.test_a.test_db"]


def test_entities_of_a_hostile_report_are_never_expanded():
    bomb = '<!DOCTYPE x [<!ENTITY a "boom">]>'
    case = '<testcase name="t"><failure message="m">&a;</failure></testcase>'
    failures = find_failures(f"<testsuites>{bomb}{case}</testsuites>").failures
    assert [failure.form for failure in failures if failure.form == "junit"] == []


def test_an_annotation_glued_to_progress_letters_names_the_test():
    text = "FE::error file=tests/a.py,line=12::test_x%0A%0AAssertionError: assert 1 == 2%0A  more\n.."
    failure = find_failures(text).failures[0]
    assert (failure.test, failure.errors[0].message) == ("tests/a.py::test_x", "assert 1 == 2")


def test_the_same_failure_in_section_summary_and_annotation_is_one():
    text = f"::error file=tests/test_cart.py,line=12::test_total%0A%0Aassert 41 == 42\n{LONG}"
    assert len(find_failures(text).failures) == 2


def test_tests_of_one_name_in_two_files_stay_two():
    text = "\n".join(f"FAILED tests/{name}.py::test_x - KeyError: '{name}'" for name in ("a", "b"))
    assert [test for test, *_ in told(text)] == ["tests/a.py::test_x", "tests/b.py::test_x"]


def test_three_tests_that_fail_for_one_root_are_one_failure():
    text = "\n".join(f"FAILED tests/a.py::test_{name} - OSError: [Errno 28] full" for name in "xyz")
    (failure,) = find_failures(text).failures
    assert failure.tests == ("tests/a.py::test_x", "tests/a.py::test_y", "tests/a.py::test_z")


def test_what_a_passed_test_logged_is_not_its_failure():
    text = "=== PASSES ===\n____ test_ok ____\n---- Captured log call ----\nERROR    a:b.py:1 retried\n=== 1 passed ==="
    assert [test for test, *_ in told(text)] == [""]


@pytest.mark.parametrize("length", range(0, len(LONG), 97))
def test_a_report_cut_anywhere_is_read_without_a_fault(length):
    assert all(failure.errors for failure in find_failures(LONG[length:]).failures)
