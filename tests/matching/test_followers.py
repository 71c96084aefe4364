"""What only says that something above it failed is no failure of its own; alone it is all there is."""

import pytest

from incidents.reading.splitting import find_failures

COMPILER = "cart.c:4:26: error: 'total' undeclared (first use in this function)\n"
FOLLOWERS = [
    "make: *** [Makefile:3: cart.o] Error 1",
    "make[2]: *** [src/Makefile:12: all] Error 2",
    "collect2: error: ld returned 1 exit status",
    "clang: error: linker command failed with exit code 1 (use -v to see invocation)",
    "error: could not compile `cart` (lib) due to 1 previous error",
    "Error: Process completed with exit code 1.",
    "ERROR: script returned exit code 1",
    "ERROR: Job failed: exit code 1",
    "##[error]The process '/usr/bin/make' failed with exit code 2",
    "Build step 'Execute shell' marked build as failure",
    "Execution of -e aborted due to compilation errors.",
    "Found 1 error in 1 file (checked 12 source files)",
]


def messages(text):
    return [failure.errors[0].message for failure in find_failures(text).failures]


@pytest.mark.parametrize("line", FOLLOWERS)
def test_it_is_no_failure_beside_its_reason(line):
    assert messages(f"{COMPILER}{line}\n") == ["'total' undeclared (first use in this function)"]


@pytest.mark.parametrize("line", FOLLOWERS[:3])
def test_alone_it_is_told(line):
    assert len(messages(line)) == 1


def test_a_failed_command_that_says_what_failed_stays():
    text = f"{COMPILER}error: command 'link.exe' failed with exit code 1104"
    assert messages(text)[1:] == ["error: command 'link.exe' failed with exit code 1104"]


def test_a_warning_ends_before_the_source_it_quotes():
    text = '/srv/shop/cart.py:26: DeprecationWarning: the old way of totals goes\n  warn("the old way", stacklevel=2)'
    assert messages(text) == ["the old way of totals goes"]


def test_a_test_told_with_its_titles_and_without_is_one():
    text = """
▶ cart
  ✖ adds (0.7ms)
    RangeError: too deep
        at total (/srv/cart.js:3:9)
▶ cart (1.2ms)

✖ failing tests:

test at cart.test.js:3:3
✖ adds (0.7ms)
  RangeError: too deep
      at total (/srv/cart.js:3:9)
"""
    assert [(failure.test, failure.count) for failure in find_failures(text).failures] == [("cart > adds", 2)]


def test_javac_says_which_symbol_it_means():
    text = """
Cart.java:7: error: cannot find symbol
        return totl(items);
               ^
  symbol:   method totl(List<Item>)
  location: class Cart
1 error
"""
    (failure,) = find_failures(text).failures
    assert failure.errors[0].notes == ("symbol:   method totl(List<Item>)", "location: class Cart")
    assert failure.lines == (2, 6)


def test_psql_may_tell_the_state_before_the_message():
    (failure,) = find_failures('psql:a.sql:1: ERROR:  42P01: relation "carts" does not exist').failures
    assert (failure.errors[0].message, failure.errors[0].code) == ('relation "carts" does not exist', "SQLSTATE 42P01")


def test_cmake_wraps_its_sentences():
    head = "CMake Error at CMakeLists.txt:3 (find_package):"
    text = f"{head}\n  By not providing FindCart in the path this project has\n  asked for one.\n\n  Add it.\n"
    assert messages(text) == ["By not providing FindCart in the path this project has asked for one."]


MAVEN = """
[ERROR] Tests run: 2, Failures: 1, Errors: 0, Skipped: 0, Time elapsed: 0.05 s <<< FAILURE! -- in com.acme.CartTest
[ERROR] com.acme.CartTest.total -- Time elapsed: 0.01 s <<< FAILURE!
org.opentest4j.AssertionFailedError: expected: <12> but was: <10>
	at com.acme.CartTest.total(CartTest.java:12)

[ERROR] Failures:
[ERROR]   CartTest.total:12 expected: <12> but was: <10>
[ERROR] Tests run: 2, Failures: 1, Errors: 0, Skipped: 0
[ERROR] Failed to execute goal a:maven-surefire-plugin:3.2.5:test (default-test) on project x: There are test failures.
"""


def test_maven_repeats_itself_and_is_heard_once():
    assert messages(MAVEN) == ["expected: <12> but was: <10>"]


def test_webpack_names_the_module_first():
    text = "ERROR in ./src/a.css\nModule parse failed: Unexpected character '@' (1:0)\nYou may need a loader.\n"
    (failure,) = find_failures(text).failures
    assert (failure.errors[0].message, failure.lines) == ("Module parse failed: Unexpected character '@' (1:0)", (1, 3))


def test_a_traceback_says_more_than_the_log_line_above_it():
    text = """[2026-01-05 10:00:00: ERROR/ForkPoolWorker-3] Task shop.send[7] raised unexpected: BrokerGone('no broker')
Traceback (most recent call last):
  File "/srv/shop/tasks.py", line 12, in send
    raise BrokerGone('no broker')
BrokerError: no broker
"""
    first, second = find_failures(text).failures
    assert (first.form, first.errors[0].frames[0].function) == ("python_traceback", "send")
    assert second.errors[0].message.startswith("Task shop.send[7] raised unexpected")


def test_a_step_of_buildkit_may_stand_before_what_pip_says():
    text = "#8 2.3 ERROR: No matching distribution found for cart==9\nERROR: failed to solve: process failed\n"
    assert messages(text)[0] == "No matching distribution found for cart==9"


@pytest.mark.parametrize(
    "line",
    [
        "ERROR [alembic.util.messaging] Target database is not up to date.",
        "2026-01-05 10:00:00,1 ERROR [shop.db] Target database is not up to date.",
        "2026-01-05T10:00:00.1 ERROR 1 --- [shop] [  main] o.s.boot.Runner  : Target database is not up to date.",
    ],
)
def test_the_name_of_a_logger_is_no_part_of_the_message(line):
    assert messages(line) == ["Target database is not up to date."]
