"""Checkers of Python and JavaScript sources, as they print their lines."""

import pytest

from incidents.reading.failures.linters import RECOGNISER

CASES = [
    pytest.param(
        'shop/cart.py:7: error: Incompatible return value type (got "int", expected "str")  [return-value]',
        [("", 'Incompatible return value type (got "int", expected "str")', "return-value", "shop/cart.py", 7)],
        id="mypy",
    ),
    pytest.param(
        'shop/cart.py:7:12: error: Name "total" is not defined',
        [("", 'Name "total" is not defined', "", "shop/cart.py", 7)],
        id="mypy without a code",
    ),
    pytest.param(
        '  /srv/shop/cart.py:7:12 - error: "total" is not a known attribute of "None" (reportOptionalMemberAccess)',
        [("", '"total" is not a known attribute of "None"', "reportOptionalMemberAccess", "/srv/shop/cart.py", 7)],
        id="pyright",
    ),
    pytest.param(
        "shop/cart.py:1:8: F401 [*] `os` imported but unused\nFound 1 error.",
        [("", "`os` imported but unused", "F401", "shop/cart.py", 1)],
        id="ruff in short",
    ),
    pytest.param(
        "F821 Undefined name `total`\n --> shop/cart.py:5:7\n  |\n5 | print(total)\n  |       ^^^^^\n  |",
        [("", "Undefined name `total`", "F821", "shop/cart.py", 5)],
        id="ruff in full",
    ),
    pytest.param(
        "shop/cart.py:9:0: E1101: Instance of 'Cart' has no 'totl' member (no-member)",
        [("", "Instance of 'Cart' has no 'totl' member (no-member)", "E1101", "shop/cart.py", 9)],
        id="pylint",
    ),
    pytest.param(
        "/srv/shop/cart.js\n  12:5   error  'total' is not defined  no-undef\n  14:1   warning  Unexpected  no-console",
        [("", "'total' is not defined", "no-undef", "/srv/shop/cart.js", 12)],
        id="eslint",
    ),
    pytest.param("cart.c:3:9: error: 'x' undeclared", [], id="a compiler of another language"),
    pytest.param("/srv/shop/cart.py:26: DeprecationWarning: old way", [], id="a warning at run time"),
    pytest.param('  File "/srv/shop/cart.py", line 7, in total', [], id="a frame"),
]


@pytest.mark.parametrize("text, expected", CASES)
def test_errors(text, expected):
    found = [error for failure in RECOGNISER.recognise(text.split("\n")) for error in failure.errors]
    assert [(e.type, e.message, e.code, e.frames[0].file, e.frames[0].line) for e in found] == expected
