from mailer import send


def confirm(order):
    send(order["email"], f"Order {order['number']} is on its way.")
    return order | {"confirmed": True}
