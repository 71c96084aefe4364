class Shop:
    def __init__(self):
        self.orders = {}

    def place(self, number):
        self.orders[number] = "placed"
        return number

    def cancel(self, number):
        if number not in self.orders:
            raise LookupError(f"order {number} was never placed")
        self.orders[number] = "cancelled"
