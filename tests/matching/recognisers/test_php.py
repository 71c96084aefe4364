import pytest

from incidents.reading.failures.php import RECOGNISER
from tests.matching.recognisers.seen import errors, failures

UNCAUGHT = r"""
PHP Fatal error:  Uncaught TypeError: Shop\Cart::add(): Argument #1 must be of type int, string given in /srv/cart.php:7
Stack trace:
#0 /srv/index.php(3): Shop\Cart->add('two')
#1 [internal function]: {closure}(Object(Shop\Cart))
#2 {main}
  thrown in /srv/cart.php on line 7
"""
CHAIN = r"""
Fatal error: Uncaught PDOException: no stock in /srv/stock.php:9
Stack trace:
#0 /srv/index.php(3): Shop\stock()
#1 {main}

Next Shop\CartException: cart is closed in /srv/cart.php:12
Stack trace:
#0 {main}
  thrown in /srv/cart.php on line 12
"""
LARAVEL = r"""
ERROR: no table {"exception":"[object] (Illuminate\\QueryException(code: 42S02): no table at /srv/Db.php:760)
[stacktrace]
#0 /srv/Db.php(720): run()
#1 {main}
"}
"""
PHPUNIT = r"""
1) Shop\CartTest::testTotal with data set "empty"
Failed asserting that 3 matches expected 4.

/srv/tests/CartTest.php:12

2) Shop\CartTest::testAdd
Error: Call to undefined method Shop\Cart::put()

/srv/tests/CartTest.php:20

ERRORS!
"""

CASES = [
    pytest.param(
        UNCAUGHT,
        [("last", "TypeError", "", r"Shop\Cart::add(): Argument #1 must be of type int, string given")],
        id="uncaught",
    ),
    pytest.param(
        CHAIN,
        [("last", r"Shop\CartException", "", "cart is closed"), ("root", "PDOException", "", "no stock")],
        id="chain",
    ),
    pytest.param(LARAVEL, [("last", r"Illuminate\QueryException", "42S02", "no table")], id="laravel log"),
    pytest.param(
        PHPUNIT,
        [
            ("last", "", "", "Failed asserting that 3 matches expected 4."),
            ("last", "Error", "", r"Call to undefined method Shop\Cart::put()"),
        ],
        id="phpunit",
    ),
    pytest.param(
        'PHP Parse error:  syntax error, unexpected token ";" in /srv/cart.php on line 4',
        [("last", "", "", 'syntax error, unexpected token ";"')],
        id="parse error",
    ),
    pytest.param(
        "<br />\n<b>Warning</b>:  Undefined variable $cart in <b>/srv/cart.php</b> on line <b>4</b><br />",
        [("last", "Warning", "", "Undefined variable $cart")],
        id="warning on a page",
    ),
]


@pytest.mark.parametrize("text, expected", CASES)
def test_errors(text, expected):
    assert errors(RECOGNISER, text) == expected


def test_frames_begin_where_it_was_thrown():
    (failure,) = failures(RECOGNISER, UNCAUGHT)
    assert [(frame.file, frame.line) for frame in failure.errors[0].frames] == [
        ("/srv/cart.php", 7),
        ("/srv/index.php", 3),
        ("", 0),
    ]
    assert failure.lines == (1, 6)


def test_tests_are_named():
    assert [failure.test for failure in failures(RECOGNISER, PHPUNIT)] == [
        r'Shop\CartTest::testTotal with data set "empty"',
        r"Shop\CartTest::testAdd",
    ]


def test_a_message_of_several_lines_keeps_them_as_notes():
    text = "PHP Fatal error:  Uncaught Exception: first\nsecond in /srv/a.php:3\nStack trace:\n#0 {main}\n"
    (failure,) = failures(RECOGNISER, text)
    assert (failure.errors[0].message, failure.errors[0].notes) == ("first", ("second",))


@pytest.mark.parametrize(
    "text", ["Uncaught TypeError: x is not a function", "see cart.php on line 4", "1) first::", "fatal error: stop"]
)
def test_other_texts_are_left_alone(text):
    assert failures(RECOGNISER, text) == []
