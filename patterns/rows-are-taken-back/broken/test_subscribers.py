import sqlite3

import pytest


@pytest.fixture
def database():
    connection = sqlite3.connect("shop.db")
    connection.execute("CREATE TABLE IF NOT EXISTS subscribers (email TEXT UNIQUE)")
    yield connection
    connection.commit()
    connection.close()


def test_a_subscriber_signs_up(database):
    database.execute("INSERT INTO subscribers VALUES ('ann@example.org')")
    assert database.execute("SELECT count(*) FROM subscribers").fetchone() == (1,)
