import os
from functools import lru_cache


class MissingSettingError(Exception):
    pass


@lru_cache
def settings():
    return {"url": os.environ.get("SHOP_URL"), "key": os.environ.get("SHOP_KEY")}


def key():
    if not settings()["key"]:
        raise MissingSettingError(f"no SHOP_KEY for {settings()['url']}")
    return settings()["key"]
