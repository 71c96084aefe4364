import sqlite3
import time

import pytest


@pytest.fixture
def database():
    connection = sqlite3.connect("orders.db", timeout=0.1, isolation_level=None)
    yield connection
    connection.close()


@pytest.mark.parametrize("number", [1, 2])
def test_an_order_is_stored(database, number):
    database.execute("BEGIN IMMEDIATE")
    database.execute("CREATE TABLE IF NOT EXISTS orders (number INTEGER)")
    database.execute("INSERT INTO orders VALUES (?)", [number])
    time.sleep(0.5)
    database.execute("COMMIT")
    assert database.execute("SELECT number FROM orders").fetchall() == [(number,)]
