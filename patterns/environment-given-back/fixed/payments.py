import os


class LiveKeyInTestsError(Exception):
    pass


def charge(cents):
    if os.environ.get("SHOP_MODE") == "live" and "SHOP_LIVE_KEY" not in os.environ:
        raise LiveKeyInTestsError("SHOP_MODE is live, and SHOP_LIVE_KEY is not set")
    return cents
