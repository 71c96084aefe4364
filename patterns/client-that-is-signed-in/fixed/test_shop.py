import pytest
from fastapi.testclient import TestClient
from shop import app


@pytest.fixture
def client():
    return TestClient(app, headers={"X-Api-Key": "for-tests"})


def test_orders_are_listed(client):
    assert client.get("/orders").raise_for_status().json() == [17]


def test_prices_are_listed(client):
    assert client.get("/prices").raise_for_status().json() == {"tea": 5}
