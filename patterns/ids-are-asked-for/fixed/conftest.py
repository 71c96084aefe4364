import sqlite3

import pytest


@pytest.fixture(scope="session")
def connection():
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE orders (id INTEGER PRIMARY KEY AUTOINCREMENT, article TEXT)")
    yield connection
    connection.close()


@pytest.fixture
def database(connection):
    yield connection
    connection.execute("DELETE FROM orders")
