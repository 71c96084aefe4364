from unittest.mock import create_autospec

from payments import Gateway, pay


def test_an_order_is_charged():
    gateway = create_autospec(Gateway, instance=True)
    pay({"cents": 1200, "currency": "EUR"}, gateway)
    gateway.charge.assert_called_once()
