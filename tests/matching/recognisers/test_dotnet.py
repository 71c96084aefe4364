import pytest

from incidents.reading.failures.dotnet import RECOGNISER
from tests.matching.recognisers.seen import errors, failures

INNER = """
Unhandled exception. System.InvalidOperationException: Cannot load the cart
 ---> System.IO.FileNotFoundException: Could not find file '/srv/shop/cart.json'.
File name: '/srv/shop/cart.json'
   at System.IO.File.OpenRead(String path)
   at Shop.Cart.Load(String name) in /srv/shop/Cart.cs:line 12
   --- End of inner exception stack trace ---
   at Shop.Program.Main(String[] args) in /srv/shop/Program.cs:line 5
"""
TESTS = """
  Failed Shop.CartTest.Total [12 ms]
  Error Message:
   Assert.Equal() Failure: Values differ
Expected: 4
Actual:   3
  Stack Trace:
     at Shop.CartTest.Total() in /srv/shop/CartTest.cs:line 12

  Failed Shop.CartTest.Load [2 ms]
  Error Message:
   System.NullReferenceException : Object reference not set to an instance of an object.
  Stack Trace:
     at Shop.Cart.Load() in /srv/shop/Cart.cs:line 3

Failed!  - Failed:     2, Passed:     0
"""

CASES = [
    pytest.param(
        INNER,
        [
            ("last", "System.InvalidOperationException", "", "Cannot load the cart"),
            ("root", "System.IO.FileNotFoundException", "", "Could not find file '/srv/shop/cart.json'."),
        ],
        id="inner",
    ),
    pytest.param(
        "System.NullReferenceException: Object reference not set to an instance of an object.",
        [("last", "System.NullReferenceException", "", "Object reference not set to an instance of an object.")],
        id="alone",
    ),
    pytest.param(
        "Microsoft.Data.SqlClient.SqlException (0x80131904): Login failed for user 'shop'.",
        [("last", "Microsoft.Data.SqlClient.SqlException", "0x80131904", "Login failed for user 'shop'.")],
        id="result code",
    ),
    pytest.param(
        "Cart.cs(7,12): error CS0246: The type or namespace name 'Foo' could not be found [/srv/shop/Shop.csproj]",
        [("last", "", "CS0246", "The type or namespace name 'Foo' could not be found")],
        id="compiler",
    ),
    pytest.param(
        "MSBUILD : error MSB1003: Specify a project or solution file.",
        [("last", "", "MSB1003", "Specify a project or solution file.")],
        id="build",
    ),
    pytest.param(
        "/srv/shop/Shop.csproj : error NU1101: Unable to find package Nope. No packages exist with this id",
        [("last", "", "NU1101", "Unable to find package Nope. No packages exist with this id")],
        id="package",
    ),
]


@pytest.mark.parametrize("text, expected", CASES)
def test_errors(text, expected):
    assert errors(RECOGNISER, text) == expected


def test_each_exception_has_its_own_frames():
    (failure,) = failures(RECOGNISER, INNER)
    outer, inner = failure.errors
    assert [frame.function for frame in outer.frames] == ["Shop.Program.Main"]
    assert [(frame.function, frame.line) for frame in inner.frames] == [
        ("System.IO.File.OpenRead", 0),
        ("Shop.Cart.Load", 12),
    ]


def test_failed_tests():
    assert [
        (f.test, f.errors[0].type, f.errors[0].message, f.errors[0].notes) for f in failures(RECOGNISER, TESTS)
    ] == [
        ("Shop.CartTest.Total", "", "Assert.Equal() Failure: Values differ", ("Expected: 4", "Actual:   3")),
        (
            "Shop.CartTest.Load",
            "System.NullReferenceException",
            "Object reference not set to an instance of an object.",
            (),
        ),
    ]


@pytest.mark.parametrize(
    "text",
    ["java.lang.RuntimeException: x\n\tat M.main(M.java:4)", "sqlalchemy.exc.OperationalError: database is locked"],
)
def test_other_languages_are_left_alone(text):
    assert failures(RECOGNISER, text) == []
