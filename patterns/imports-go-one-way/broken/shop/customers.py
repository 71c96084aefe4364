from shop.orders import Order


class Customer:
    def __init__(self, name):
        self.name = name

    def order(self, *articles):
        return Order(self, articles)
