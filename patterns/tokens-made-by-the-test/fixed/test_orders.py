from datetime import UTC, datetime, timedelta

import jwt
import pytest

KEY = "a key of thirty-two bytes or more, for tests"


def user_of(token):
    return jwt.decode(token, KEY, ["HS256"])["sub"]


def make_token(ends_in):
    return jwt.encode({"sub": "ann", "exp": datetime.now(UTC) + ends_in}, KEY, "HS256")


def test_the_token_says_who_it_is():
    assert user_of(make_token(timedelta(minutes=5))) == "ann"


def test_an_expired_token_is_refused():
    with pytest.raises(jwt.ExpiredSignatureError):
        user_of(make_token(timedelta(minutes=-1)))
