def fetch(currency):
    raise ConnectionError("tests do not reach the bank")


def in_euro(amount, currency):
    return amount * fetch(currency)
