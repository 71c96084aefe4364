def sold(orders):
    return sum(order["pieces"] for order in orders)
