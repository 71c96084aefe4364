import jwt

KEY = "a key of thirty-two bytes or more, for tests"
NEW_YEAR_2026 = 1767225600
TOKEN = jwt.encode({"sub": "ann", "exp": NEW_YEAR_2026}, KEY, "HS256")


def user_of(token):
    return jwt.decode(token, KEY, ["HS256"])["sub"]


def test_the_token_says_who_it_is():
    assert user_of(TOKEN) == "ann"
