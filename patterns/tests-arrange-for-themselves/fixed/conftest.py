import pytest
from shop import Shop


@pytest.fixture
def shop():
    return Shop()


@pytest.fixture
def order(shop):
    return shop.place(17)
