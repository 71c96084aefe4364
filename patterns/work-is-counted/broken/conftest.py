import sqlite3
import time

import pytest


@pytest.fixture
def database():
    database = sqlite3.connect(":memory:")
    database.create_function("round_trip", 0, lambda: time.sleep(0.002))  # as over a network
    database.execute("CREATE TABLE authors (id INTEGER PRIMARY KEY, name TEXT)")
    database.execute("CREATE TABLE books (title TEXT, author INTEGER)")
    for number in range(50):
        database.execute("INSERT INTO authors VALUES (?, ?)", [number, f"author {number}"])
        database.execute("INSERT INTO books VALUES (?, ?)", [f"book {number}", number])
    yield database
    database.close()
