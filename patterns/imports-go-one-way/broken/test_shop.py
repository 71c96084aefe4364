from shop.customers import Customer


def test_a_customer_can_order():
    assert Customer("Ada").order("pen", "ink").articles == ("pen", "ink")
