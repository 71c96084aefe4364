import sys
from types import SimpleNamespace


def receipt(amount):
    import bank

    return f"{amount} and a fee of {bank.fee(amount)}"


def can_pay():
    import bank

    return bank.is_open()


def test_a_receipt_has_the_fee():
    sys.modules["bank"] = SimpleNamespace(fee=lambda amount: 1)
    assert receipt(100) == "100 and a fee of 1"


def test_customers_can_pay():
    assert can_pay()
