import statistics


def summary(amounts):
    return {"largest": max(amounts), "mean": statistics.mean(amounts)}


def test_orders_are_summed_up():
    orders = [{"amount": 5}, {"amount": 25}]
    assert summary(order["amount"] for order in orders) == {"largest": 25, "mean": 15}
