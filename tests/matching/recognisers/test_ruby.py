import pytest

from incidents.reading.failures.ruby import RECOGNISER
from tests.matching.recognisers.seen import errors, failures

UNCAUGHT = """
/srv/cart.rb:12:in 'Cart#total': undefined method 'price' for nil (NoMethodError)

    item.price
        ^^^^^^
	from /srv/cart.rb:5:in 'Array#sum'
	from main.rb:3:in '<main>'
"""
CAUSED = """
cart.rb:4:in `rescue in open': cart is closed (Shop::CartError)
	from cart.rb:1:in `open'
	from cart.rb:9:in `<main>'
cart.rb:2:in `open': no stock (ArgumentError)
	from cart.rb:9:in `<main>'
"""
RAILS = """
[6f1c] ActiveRecord::RecordNotFound (Couldn't find Cart with 'id'=7):

app/controllers/carts_controller.rb:14:in `show'
"""
RAKE = """
rake aborted!
ActiveRecord::NoDatabaseError: We could not find your database: shop
/srv/app/models/cart.rb:3:in `<main>'
(See full trace by running task with --trace)
"""

CASES = [
    pytest.param(UNCAUGHT, [("last", "NoMethodError", "", "undefined method 'price' for nil")], id="uncaught"),
    pytest.param(
        CAUSED,
        [("last", "Shop::CartError", "", "cart is closed"), ("root", "ArgumentError", "", "no stock")],
        id="cause",
    ),
    pytest.param(
        RAILS, [("last", "ActiveRecord::RecordNotFound", "", "Couldn't find Cart with 'id'=7")], id="rails log"
    ),
    pytest.param(
        RAKE, [("last", "ActiveRecord::NoDatabaseError", "", "We could not find your database: shop")], id="rake"
    ),
    pytest.param(
        "cart.rb:3: syntax error, unexpected end-of-input (SyntaxError)",
        [("last", "SyntaxError", "", "syntax error, unexpected end-of-input")],
        id="syntax",
    ),
    pytest.param(
        "Could not find rake-13.0.6 in locally installed gems",
        [("last", "", "", "Could not find rake-13.0.6 in locally installed gems")],
        id="bundler",
    ),
    pytest.param(
        "Gem::Ext::BuildError: ERROR: Failed to build gem native extension.",
        [("last", "Gem::Ext::BuildError", "", "Failed to build gem native extension.")],
        id="native extension",
    ),
]


@pytest.mark.parametrize("text, expected", CASES)
def test_errors(text, expected):
    assert errors(RECOGNISER, text) == expected


def test_frames_and_the_marked_source_line():
    (failure,) = failures(RECOGNISER, UNCAUGHT)
    (error,) = failure.errors
    assert [(frame.function, frame.line) for frame in error.frames] == [
        ("Cart#total", 12),
        ("Array#sum", 5),
        ("<main>", 3),
    ]
    assert (error.notes, failure.lines) == (("item.price", "^^^^^^"), (1, 6))


@pytest.mark.parametrize(
    "text",
    ["TypeError: x is not a function", "Shop::Cart: loaded", "warning (see below):", "Could not find a version"],
)
def test_other_texts_are_left_alone(text):
    assert failures(RECOGNISER, text) == []
