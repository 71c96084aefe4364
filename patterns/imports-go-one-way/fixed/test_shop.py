from shop.customers import Customer
from shop.orders import Order


def test_a_customer_can_order():
    assert Order(Customer("Ada"), ("pen", "ink")).articles == ("pen", "ink")
