from incidents.reading.failures.node_test import RECOGNISER
from tests.matching.recognisers.seen import errors, failures

TAP = """
TAP version 13
# Subtest: adds
not ok 1 - adds
  ---
  duration_ms: 6.1
  location: '/srv/shop/cart.test.js:2:1'
  failureType: 'testCodeFailure'
  error: |-
    Expected values to be strictly equal:

    500 !== 404

  code: 'ERR_ASSERTION'
  name: 'AssertionError'
  stack: |-
    TestContext.<anonymous> (/srv/shop/cart.test.js:2:27)
    Test.run (node:internal/test_runner/test:796:25)
  ...
# Subtest: nested
    # Subtest: sub
    not ok 1 - sub
      ---
      error: 'connect ECONNREFUSED 127.0.0.1:5432'
      code: 'ERR_TEST_FAILURE'
      ...
    1..1
not ok 2 - nested
  ---
  failureType: 'subtestsFailed'
  error: '1 subtest failed'
  code: 'ERR_TEST_FAILURE'
  ...
not ok 3 - later # TODO not written
"""
SPEC = """
▶ nested
  ✖ sub (0.36ms)
    TypeError [Error]: no items
        at TestContext.<anonymous> (file:///srv/shop/cart.test.mjs:2:110)

✖ nested (0.83ms)
✖ slow (50.8ms)
  'test timed out after 50ms'
"""


def test_tap():
    assert errors(RECOGNISER, TAP) == [
        ("last", "AssertionError", "ERR_ASSERTION", "Expected values to be strictly equal:"),
        ("last", "", "", "connect ECONNREFUSED 127.0.0.1:5432"),
    ]


def test_tap_names_the_parents_and_counts_their_report_to_the_child():
    first, second = failures(RECOGNISER, TAP)
    assert (first.test, first.errors[0].notes, len(first.errors[0].frames)) == ("adds", ("500 !== 404",), 2)
    assert (second.test, second.lines) == ("nested > sub", (21, 32))


def test_spec_reporter():
    assert errors(RECOGNISER, SPEC) == [
        ("last", "TypeError", "", "no items"),
        ("last", "", "", "test timed out after 50ms"),
    ]
    assert [failure.test for failure in failures(RECOGNISER, SPEC)] == ["nested > sub", "slow"]
