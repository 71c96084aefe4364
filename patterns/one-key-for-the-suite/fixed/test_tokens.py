import pytest
import tokens


@pytest.fixture(autouse=True)
def signing_key(monkeypatch):
    monkeypatch.setenv("SHOP_KEY", "a key of thirty-two bytes or more, for tests")


def test_a_token_says_who_it_is():
    assert tokens.user_of(tokens.sign("ann")) == "ann"
