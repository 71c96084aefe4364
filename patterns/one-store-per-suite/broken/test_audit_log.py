import sqlite3

import pytest

import audit_log


@pytest.fixture
def database(tmp_path):
    database = sqlite3.connect(tmp_path / "app.db")
    database.execute("CREATE TABLE audit_log (entry TEXT)")
    yield database
    database.close()


@pytest.mark.parametrize("entry", ["paid", "sent"])
def test_an_entry_is_written(database, entry):
    audit_log.write(database, entry)
    assert database.execute("SELECT entry FROM audit_log").fetchall() == [(entry,)]
