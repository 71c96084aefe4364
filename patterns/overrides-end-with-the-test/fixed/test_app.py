import sqlite3

import pytest
from app import app, database
from fastapi.testclient import TestClient

client = TestClient(app)


@pytest.fixture
def orders():
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    connection.executescript("CREATE TABLE orders (number INT); INSERT INTO orders VALUES (17)")
    app.dependency_overrides[database] = lambda: connection
    yield
    app.dependency_overrides.clear()
    connection.close()


def test_orders_are_listed(orders):
    assert client.get("/orders").json() == [17]


def test_the_shop_is_healthy():
    assert client.get("/health").json() == {"answer": 42}
