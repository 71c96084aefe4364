import json

import pytest


@pytest.fixture(scope="session")
def price_list(tmp_path_factory):
    path = tmp_path_factory.mktemp("shop") / "prices.json"
    path.write_text(json.dumps({"pen": 2, "ink": 7}))
    return path


@pytest.fixture(scope="session")
def shop(price_list):
    return json.loads(price_list.read_text())


def test_a_pen_has_a_price(shop):
    assert shop["pen"] == 2


def test_ink_has_a_price(shop):
    assert shop["ink"] == 7
