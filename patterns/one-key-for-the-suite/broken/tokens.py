import os
import secrets

import jwt


def key():
    return os.environ.get("SHOP_KEY") or secrets.token_hex(32)


def sign(user):
    return jwt.encode({"sub": user}, key(), "HS256")


def user_of(token):
    return jwt.decode(token, key(), ["HS256"])["sub"]
