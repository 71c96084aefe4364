import sqlite3

import pytest


@pytest.fixture
def database():
    connection = sqlite3.connect("shop.db")
    connection.execute("CREATE TABLE IF NOT EXISTS users (email TEXT UNIQUE)")
    yield connection
    connection.rollback()
    connection.close()


def test_a_user_signs_up(database):
    database.execute("INSERT INTO users VALUES ('ann@example.org')")
    assert database.execute("SELECT count(*) FROM users").fetchone() == (1,)
