import pytest

from incidents.reading.failures.go import RECOGNISER
from tests.matching.recognisers.seen import errors, failures

NIL = """
panic: runtime error: invalid memory address or nil pointer dereference
[signal SIGSEGV: segmentation violation code=0x1 addr=0x28 pc=0x14886d9]

goroutine 1 [running]:
shop/cart.(*Cart).Total(0x0)
	/srv/shop/cart/cart.go:36 +0x339
main.main()
	/srv/shop/main.go:13 +0x2a
exit status 2
"""
DEADLOCK = """
fatal error: all goroutines are asleep - deadlock!

goroutine 1 [chan send]:
main.main()
	/srv/shop/main.go:13 +0x6a
"""
TWICE = """
panic: no stock [recovered]
	panic: cannot answer

goroutine 7 [running]:
main.serve()
	/srv/shop/main.go:13 +0x6a
"""
TESTS = """
--- FAIL: TestTotal (0.00s)
    --- FAIL: TestTotal/empty (0.00s)
        cart_test.go:15: got 3, want 4
    --- FAIL: TestTotal/full (0.00s)
        cart_test.go:19:
            \tError Trace:\t/srv/shop/cart_test.go:19
            \tError:      \tNot equal:
            \t            \texpected: 4
            \t            \tactual  : 3
            \tTest:       \tTestTotal/full
FAIL
FAIL	shop/cart	0.003s
"""
VERBOSE = """
=== RUN   TestTotal
    cart_test.go:15: got 3, want 4
--- FAIL: TestTotal (0.00s)
"""

CASES = [
    pytest.param(
        NIL,
        [("last", "panic", "SIGSEGV", "runtime error: invalid memory address or nil pointer dereference")],
        id="nil",
    ),
    pytest.param(DEADLOCK, [("last", "fatal error", "", "all goroutines are asleep - deadlock!")], id="deadlock"),
    pytest.param(
        TWICE, [("last", "panic", "", "cannot answer"), ("root", "panic", "", "no stock")], id="panic in recovery"
    ),
    pytest.param(
        "// panic: runtime error: index out of range [5] with length 3",
        [("last", "panic", "", "runtime error: index out of range [5] with length 3")],
        id="line in a comment",
    ),
    pytest.param(
        "# shop/cart\n./cart.go:7:2: undefined: total\n./cart.go:9:5: declared and not used: x",
        [("last", "", "", "undefined: total"), ("last", "", "", "declared and not used: x")],
        id="compiler",
    ),
    pytest.param(
        "0.816 go: go.mod requires go >= 1.26.1 (running go 1.22.12; GOTOOLCHAIN=local)",
        [("last", "", "", "go.mod requires go >= 1.26.1 (running go 1.22.12; GOTOOLCHAIN=local)")],
        id="module",
    ),
]


@pytest.mark.parametrize("text, expected", CASES)
def test_errors(text, expected):
    assert errors(RECOGNISER, text) == expected


def test_frames_of_the_first_goroutine():
    (failure,) = failures(RECOGNISER, NIL)
    assert [(f.function, f.line) for f in failure.errors[0].frames] == [
        ("shop/cart.(*Cart).Total", 36),
        ("main.main", 13),
    ]
    assert failure.lines == (1, 9)


@pytest.mark.parametrize(
    "text, expected",
    [
        (TESTS, [("TestTotal/empty", "got 3, want 4"), ("TestTotal/full", "Not equal:")]),
        (VERBOSE, [("TestTotal", "got 3, want 4")]),
    ],
)
def test_failed_tests(text, expected):
    assert [(f.test, f.errors[0].message) for f in failures(RECOGNISER, text)] == expected


def test_a_panic_belongs_to_the_test_above_it():
    (failure,) = failures(RECOGNISER, "--- FAIL: TestPay (0.00s)\n" + NIL.strip())
    assert (failure.test, failure.errors[0].type) == ("TestPay", "panic")


@pytest.mark.parametrize("text", ["n.c:1:10: fatal error: nope.h: No such file or directory", "ok  \tshop/cart\t0.2s"])
def test_what_is_not_go_is_left_alone(text):
    assert failures(RECOGNISER, text) == []
