def test_an_order_is_cancelled(shop, order):
    shop.cancel(order)
    assert shop.orders[order] == "cancelled"
