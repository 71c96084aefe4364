import os

PRICES = {"EUR": {"tea": 5}}


def currency():
    return os.environ.get("SHOP_CURRENCY", "EUR")


def price(article):
    if currency() not in PRICES:
        raise LookupError(f"there is no price list for {currency()}")
    return PRICES[currency()][article]


def test_the_currency_can_be_chosen(monkeypatch):
    monkeypatch.setenv("SHOP_CURRENCY", "CHF")
    assert currency() == "CHF"


def test_tea_has_a_price():
    assert price("tea") == 5
