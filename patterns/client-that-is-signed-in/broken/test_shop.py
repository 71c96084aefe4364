from fastapi.testclient import TestClient
from shop import app

client = TestClient(app)


def test_orders_are_listed():
    client.headers["X-Api-Key"] = "for-tests"
    assert client.get("/orders").raise_for_status().json() == [17]


def test_prices_are_listed():
    assert client.get("/prices").raise_for_status().json() == {"tea": 5}
