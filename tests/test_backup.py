"""A backup holds all of the site, and takes the place of no file."""

import sqlite3
import subprocess
from contextlib import closing

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

pytestmark = pytest.mark.django_db(transaction=True)


def documents_in(backup):
    """What the table of documents holds there, as the programs of its database tell it."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(backup)) as copy:
            return str(copy.execute("SELECT * FROM incidents_document").fetchall())
    command = ["pg_restore", "--data-only", "--table=incidents_document", "--file=-", str(backup)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_a_backup_holds_the_documents_and_is_for_no_other_eyes(write, account, tmp_path):
    write("# Workers wait for a lock\n", account("ann"), "lock")
    backup = tmp_path / "errata.backup"
    call_command("backup", str(backup))
    assert "Workers wait for a lock" in documents_in(backup)
    assert backup.stat().st_mode & 0o077 == 0


def test_no_file_is_written_over(tmp_path):
    kept = tmp_path / "kept"
    kept.write_text("the last backup")
    with pytest.raises(CommandError, match="is there already"):
        call_command("backup", str(kept))
    assert kept.read_text() == "the last backup"


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(CommandError, match="No such file or directory"):
        call_command("backup", str(tmp_path / "nowhere" / "backup"))
