import pytest

from incidents.reading.failures.jest import RECOGNISER
from tests.matching.recognisers.seen import errors, failures

JEST = """
FAIL ./cart.test.js
  ● cart › adds

    expect(received).toBe(expected) // Object.is equality

    Expected: 4
    Received: 3

    > 1 | test('adds', () => { expect(1+2).toBe(4); });
        |                                   ^

      at Object.toBe (cart.test.js:1:59)

  ● cart › loads

    Cannot load cart

      at Object.<anonymous> (cart.test.js:2:63)

    Cause:
        TypeError: Cannot read properties of undefined (reading 'id')

          at Object.<anonymous> (cart.test.js:2:96)

  ● cart › waits

    thrown: "Exceeded timeout of 50 ms for a test while waiting for `done()` to be called.
    Add a timeout value to this test to increase the timeout, if this is a long-running test."

      at _getError (node_modules/jest-circus/build/jestAdapterInit.js:1985:12)

    Cause:
        thrown: "Exceeded timeout of 50 ms for a test while waiting for `done()` to be called.
        Add a timeout value to this test to increase the timeout, if this is a long-running test."

          at test (cart.test.js:2:2)

FAIL ./view.test.js
  ● Test suite failed to run

    Jest encountered an unexpected token

    Jest failed to parse a file.

    Details:

    SyntaxError: /srv/view.test.js: Unexpected token (1:30)

      at constructor (node_modules/@babel/parser/src/parse-error.ts:96:45)

Test Suites: 2 failed, 2 total
Tests:       3 failed, 3 total
"""
VITEST = """
⎯⎯⎯⎯⎯⎯⎯ Failed Tests 3 ⎯⎯⎯⎯⎯⎯⎯

 FAIL  cart.test.ts > cart > adds
 FAIL  cart.test.ts > cart > adds twice
AssertionError: expected 3 to be 4 // Object.is equality

- Expected
+ Received

 ❯ cart.test.ts:2:57
    1| import { it } from 'vitest';

⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯[1/2]⎯

 FAIL  cart.test.ts > cart > saves
Error: cannot save
 ❯ save cart.ts:3:88
Caused by: TypeError: fetch failed
 ❯ cart.ts:3:121
Caused by: Error: connect ECONNREFUSED ::1:8080

⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯[2/2]⎯
"""


def test_jest_report():
    assert errors(RECOGNISER, JEST) == [
        ("last", "", "", "expect(received).toBe(expected) // Object.is equality"),
        ("last", "", "", "Cannot load cart"),
        ("root", "TypeError", "", "Cannot read properties of undefined (reading 'id')"),
        ("last", "", "", "Exceeded timeout of 50 ms for a test while waiting for `done()` to be called."),
        ("last", "", "", "Jest encountered an unexpected token"),
        ("root", "SyntaxError", "", "/srv/view.test.js: Unexpected token (1:30)"),
    ]


def test_jest_names_its_tests_and_the_file_that_could_not_be_loaded():
    found = failures(RECOGNISER, JEST)
    assert [(failure.test, failure.phase) for failure in found] == [
        ("cart › adds", "call"),
        ("cart › loads", "call"),
        ("cart › waits", "call"),
        ("./view.test.js", "collection"),
    ]
    assert found[0].errors[0].notes == ("Expected: 4", "Received: 3")


def test_vitest_report():
    assert errors(RECOGNISER, VITEST) == [
        ("last", "AssertionError", "", "expected 3 to be 4 // Object.is equality"),
        ("last", "Error", "", "cannot save"),
        ("middle", "TypeError", "", "fetch failed"),
        ("root", "Error", "ECONNREFUSED", "connect ECONNREFUSED ::1:8080"),
    ]


def test_vitest_prints_a_shared_error_once():
    first, second = failures(RECOGNISER, VITEST)
    assert first.tests == ("cart.test.ts > cart > adds", "cart.test.ts > cart > adds twice")
    assert (second.test, second.errors[0].frames[0].function) == ("cart.test.ts > cart > saves", "save")


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Error: Test timed out in 5000ms.", ("last", "Error", "", "Test timed out in 5000ms.")),
        (
            'thrown: "Exceeded timeout of 5000 ms for a test."',
            ("last", "", "", "Exceeded timeout of 5000 ms for a test."),
        ),
        (
            "It says `Jest encountered an unexpected token` on two files",
            ("last", "", "", "Jest encountered an unexpected token"),
        ),
    ],
)
def test_a_message_alone(text, expected):
    assert errors(RECOGNISER, text) == [expected]


def test_console_output_is_no_failure():
    assert failures(RECOGNISER, "  ● Console\n\n    console.error\n      something went wrong\n") == []
