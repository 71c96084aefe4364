import statistics


def usual_size(orders):
    return statistics.median(order["pieces"] for order in orders)
