import pytest
from shop import Shop


@pytest.fixture(scope="session")
def shop():
    return Shop()
