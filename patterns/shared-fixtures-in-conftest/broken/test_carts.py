import pytest


@pytest.fixture
def customer():
    return {"name": "Ada", "cart": []}


def test_a_cart_begins_empty(customer):
    assert customer["cart"] == []
