def fee(amount):
    return max(2, amount // 100)


def is_open():
    return True
