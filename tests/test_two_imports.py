"""Two imports of the same new files at the same moment, as two processes: each file is stored once, neither fails."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

NOTE = "# Note {0}\n\n## Root Cause\n\n1. The pool of {0} ran dry.\n\n## Prevention\n\n- Raise the pool of all.\n"
COUNT = 150


@pytest.fixture
def environment(tmp_path, transactional_db):
    """A database that other processes reach: PostgreSQL's own one of the tests, or a file of SQLite."""
    if connection.vendor == "postgresql":
        database = connection.settings_dict
        place = f"{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT']}"
        return os.environ | {"DATABASE_URL": f"postgres://{place}/{database['NAME']}"}
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{tmp_path}/two.sqlite3"}
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=settings.BASE_DIR, env=environment, check=True)
    return environment


def start(environment, *arguments):
    command = [sys.executable, "manage.py", *arguments]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, **pipes)


def test_each_file_is_stored_once(tmp_path, environment):
    folder = tmp_path / "notes"
    folder.mkdir()
    for number in range(COUNT):
        (folder / f"{number}.md").write_text(NOTE.format(number))
    imports = [start(environment, "import_documents", str(folder)) for _ in range(3)]
    told = [process.communicate(timeout=120) for process in imports]
    assert [process.returncode for process in imports] == [0, 0, 0], told
    counted = start(environment, "shell", "-v0", "-c", COUNTED).communicate(timeout=60)
    assert counted == (f"{COUNT} {COUNT} {COUNT}\n", "")


COUNTED = """
from incidents.models import Document, Revision
from kb.models import Cause
print(Document.objects.count(), Revision.objects.count(), Cause.objects.count())
"""
