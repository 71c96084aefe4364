def test_an_order_is_placed(shop):
    shop.place(17)
    assert shop.orders[17] == "placed"
