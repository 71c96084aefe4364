import os

import pytest


class MissingSettingError(Exception):
    pass


def make_client():
    if "SHOP_API_KEY" not in os.environ:
        raise MissingSettingError("SHOP_API_KEY must be set in the environment")
    return {"Authorization": f"Bearer {os.environ['SHOP_API_KEY']}"}


@pytest.fixture(scope="session")
def api_key():
    os.environ["SHOP_API_KEY"] = "for-tests"


def test_the_client_sends_its_key(api_key):
    assert make_client() == {"Authorization": "Bearer for-tests"}


def test_the_client_sends_nothing_else():
    assert list(make_client()) == ["Authorization"]
