import pytest


def total(prices):
    amount = 0.0
    for price in prices:
        amount += price
    return amount


def test_prices_are_added():
    amount = total([0.1, 0.2])
    assert amount == pytest.approx(0.3), f"the total is {amount} instead of 0.3"
