"""A database without tables is told about in one sentence, whichever command meets it first."""

import os
import subprocess
import sys

import pytest


@pytest.mark.parametrize("command", [["import_documents", "examples"], ["learn"], ["match", "README.md"]])
def test_a_database_without_tables(command, tmp_path, settings):
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{tmp_path / 'empty.sqlite3'}"}
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.strip() == (
        "CommandError: The tables of the database are missing or old: run `manage.py migrate` first."
    )
