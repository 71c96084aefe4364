def test_an_order_is_cancelled(shop):
    shop.cancel(17)
    assert shop.orders[17] == "cancelled"
