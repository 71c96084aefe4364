import pytest

from incidents.reading.failures.javascript import RECOGNISER
from tests.matching.recognisers.seen import errors, failures

THROWN = """
/srv/shop/cart.js:2
  return cart.items.length;
              ^

TypeError: Cannot read properties of undefined (reading 'items')
    at total (/srv/shop/cart.js:2:15)
    at Object.<anonymous> (/srv/shop/index.js:5:13)
    at node:internal/main/run_main_module:28:49

Node.js v20.20.2
"""
WITH_CAUSE = """
Error: Failed to load user 4711
    at main (/srv/shop/users.js:2:54)
    ... 5 lines matching cause stack trace ...
    at node:internal/main/run_main_module:28:49 {
  [cause]: Error: connect ECONNREFUSED 127.0.0.1:5432
      at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1555:16) {
    errno: -111,
    code: 'ECONNREFUSED',
    syscall: 'connect'
  }
}
"""
GROUP = """
[AggregateError: All promises were rejected] {
  [errors]: [
    Error: Failed to load user 4711
        at main (/srv/shop/users.js:2:54) {
      [cause]: TypeError: no such user
          at inner (/srv/shop/users.js:1:25)
    },
    RangeError: bad range
        at Object.<anonymous> (/srv/shop/users.js:3:37)
  ]
}
"""
HEAP = """
<--- Last few GCs --->

[922:0x23f2fbc0]      179 ms: Scavenge 34.7 (52.1) -> 33.1 (64.6) MB, 29.25 / 0.00 ms allocation failure;

<--- JS stacktrace --->

FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory
----- Native stack trace -----

 1: 0xcd9bf7 node::OOMErrorHandler(char const*, v8::OOMDetails const&) [node]
"""

CASES = [
    pytest.param(
        THROWN, [("last", "TypeError", "", "Cannot read properties of undefined (reading 'items')")], id="thrown"
    ),
    pytest.param(
        WITH_CAUSE,
        [
            ("last", "Error", "", "Failed to load user 4711"),
            ("root", "Error", "ECONNREFUSED", "connect ECONNREFUSED 127.0.0.1:5432"),
        ],
        id="cause",
    ),
    pytest.param(
        GROUP,
        [
            ("last", "AggregateError", "", "All promises were rejected"),
            ("leaf", "Error", "", "Failed to load user 4711"),
            ("root", "TypeError", "", "no such user"),
            ("leaf", "RangeError", "", "bad range"),
        ],
        id="leaves of a group",
    ),
    pytest.param(
        HEAP,
        [("last", "FATAL ERROR", "", "Reached heap limit Allocation failed - JavaScript heap out of memory")],
        id="heap",
    ),
    pytest.param(
        "Uncaught ReferenceError: cart is not defined\n    checkout@https://shop.example/app.js:10:5",
        [("last", "ReferenceError", "", "cart is not defined")],
        id="firefox",
    ),
    pytest.param(
        "Error [ERR_REQUIRE_ESM]: require() of ES Module /srv/a.mjs from /srv/b.js not supported.",
        [("last", "Error", "ERR_REQUIRE_ESM", "require() of ES Module /srv/a.mjs from /srv/b.js not supported.")],
        id="node code",
    ),
    pytest.param(
        "- It fails with `TypeError: total.forEach is not a function` when the cart is empty.",
        [("last", "TypeError", "", "total.forEach is not a function")],
        id="in backticks",
    ),
    pytest.param(
        "build Error: error:0308010C:digital envelope routines::unsupported at new Hash (node:crypto:67:19) at x",
        [("last", "Error", "", "error:0308010C:digital envelope routines::unsupported")],
        id="on one line",
    ),
    pytest.param(
        "src/cart.ts(7,8): error TS2307: Cannot find module './nope' or its corresponding type declarations.",
        [("last", "", "TS2307", "Cannot find module './nope' or its corresponding type declarations.")],
        id="tsc",
    ),
    pytest.param(
        "src/cart.vue:63:50 - error TS2339: Property 'c' does not exist on type '{ b: 1; }'.",
        [("last", "", "TS2339", "Property 'c' does not exist on type '{ b: 1; }'.")],
        id="tsc pretty",
    ),
    pytest.param(
        "Module not found: Error: Can't resolve './header' in '/srv/shop/src'",
        [("last", "Error", "", "Can't resolve './header' in '/srv/shop/src'")],
        id="webpack",
    ),
]


@pytest.mark.parametrize("text, expected", CASES)
def test_errors(text, expected):
    assert errors(RECOGNISER, text) == expected


def test_the_source_line_above_and_the_version_below_belong_to_the_failure():
    (failure,) = failures(RECOGNISER, THROWN)
    assert failure.lines == (1, 10)
    assert [(frame.function, frame.line) for frame in failure.errors[0].frames[:2]] == [
        ("total", 2),
        ("Object.<anonymous>", 5),
    ]


def test_require_stack_is_a_note():
    text = "Error: Cannot find module 'terser'\nRequire stack:\n- /srv/build.js\n"
    (failure,) = failures(RECOGNISER, text)
    assert failure.errors[0].notes == ("Require stack:", "- /srv/build.js")


@pytest.mark.parametrize(
    "text",
    [
        "class PaymentError extends Error {",
        "TypeError: charge() missing 1 required positional argument: 'amount'",
        'Exception in thread "main" java.lang.RuntimeException: x\n\tat M.main(M.java:4)',
        "12 passed, 0 errors",
    ],
)
def test_what_is_not_javascript_is_left_alone(text):
    assert failures(RECOGNISER, text) == []
