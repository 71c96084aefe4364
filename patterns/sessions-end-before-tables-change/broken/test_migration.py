import os

import psycopg
import pytest


def connect():
    return psycopg.connect(os.environ["TEST_DATABASE_URL"], options="-c lock_timeout=300ms")


@pytest.fixture
def orders():
    with connect() as connection:
        connection.execute("CREATE TABLE orders (article TEXT)")
    with connect() as connection:
        connection.execute("INSERT INTO orders VALUES ('pen')")
        yield connection


def add_a_column():
    with connect() as connection:
        connection.execute("ALTER TABLE orders ADD COLUMN note TEXT DEFAULT ''")


def test_a_migration_keeps_the_orders(orders):
    add_a_column()
    assert orders.execute("SELECT * FROM orders").fetchall() == [("pen", "")]
