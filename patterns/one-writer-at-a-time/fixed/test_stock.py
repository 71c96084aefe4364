import sqlite3

import pytest


def connect(path):
    return sqlite3.connect(path, timeout=0.2)


def take_out(path, article):
    with connect(path) as connection:
        connection.execute("UPDATE stock SET pieces = pieces - 1 WHERE article = ?", [article])


@pytest.fixture
def stock(tmp_path):
    path = tmp_path / "stock.db"
    connection = connect(path)
    connection.execute("CREATE TABLE stock (article TEXT, pieces INT)")
    connection.execute("INSERT INTO stock VALUES ('pen', 3)")
    connection.commit()
    yield path
    connection.close()


def test_a_pen_is_taken_out(stock):
    take_out(stock, "pen")
    assert connect(stock).execute("SELECT pieces FROM stock").fetchone() == (2,)
