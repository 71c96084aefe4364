registered = {}


class DuplicateVoucherError(Exception):
    pass


def register(code, percent):
    if code in registered:
        raise DuplicateVoucherError(f"voucher {code} is already registered")
    registered[code] = percent
