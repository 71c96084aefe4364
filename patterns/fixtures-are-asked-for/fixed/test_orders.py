import pytest


@pytest.fixture
def order():
    return {"pen": 2, "ink": 1}


@pytest.fixture
def paid_order(order):
    return order | {"paid": True}


def test_a_paid_order_keeps_its_lines(paid_order):
    assert paid_order["pen"] == 2
