from shop.customers import Customer


class Order:
    def __init__(self, customer, articles):
        if not isinstance(customer, Customer):
            raise TypeError("an order belongs to a customer")
        self.articles = articles
