def test_a_cart_begins_empty(customer):
    assert customer["cart"] == []
