import sqlite3

import pytest


@pytest.fixture
def connect(tmp_path):
    opened = []

    def connect():
        opened.append(sqlite3.connect(tmp_path / "shop.db", isolation_level=None))
        opened[-1].execute("PRAGMA journal_mode=WAL")
        return opened[-1]

    yield connect
    for connection in opened:
        connection.close()


def test_the_report_is_read_while_an_order_is_written(connect):
    shop, report = connect(), connect()
    shop.execute("CREATE TABLE orders (number INTEGER)")
    shop.execute("BEGIN IMMEDIATE")
    shop.execute("INSERT INTO orders VALUES (17)")
    assert report.execute("SELECT count(*) FROM orders").fetchone() == (0,)
