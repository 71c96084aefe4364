"""A worker that is killed in the middle of an import: the next one goes on, and nobody can tell the difference.

Real processes on a SQLite file of their own, whatever the suite runs on.
"""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from contextlib import closing

import pytest
from django.conf import settings
from django_tasks_db.models import DBTaskResult

TASKS = DBTaskResult._meta.db_table
FILES = 210
SECONDS = 120
START = """
from pathlib import Path
from incidents.uploads import Sent
from kb.import_runs import begin, plan
begin(plan([Sent("notes.zip", [Path({path!r}).read_bytes()])], ""))
"""
# Everything that may differ is left out: keys that count rows, and times.
WHAT_STANDS = {
    "run": "SELECT total, done, counts, spool, finished IS NULL FROM incidents_importrun",
    "report": "SELECT path, result, problems FROM incidents_importedfile ORDER BY path",
    "documents": "SELECT location, kind, title FROM incidents_document ORDER BY location",
    "revisions": "SELECT sha256, number FROM incidents_revision ORDER BY sha256",
    "findings": "SELECT kind, text, first_line FROM incidents_finding ORDER BY text, kind",
    "signatures": "SELECT slug, title FROM kb_signature ORDER BY slug",
    "causes": "SELECT text, tentative FROM kb_cause ORDER BY text",
    "evidence": "SELECT COUNT(*) FROM kb_evidence",
    "tasks": f"SELECT status FROM {TASKS}",
}


class Site:
    """A database and a spool in a folder of their own."""

    def __init__(self, folder):
        self.folder, self.database = folder, folder / "site.sqlite3"
        self.environment = os.environ | {
            "DATABASE_URL": f"sqlite:///{self.database}",
            "SPOOL": str(folder / "spool"),
        }

    def manage(self, *arguments):
        command = [sys.executable, "manage.py", *arguments]
        subprocess.run(command, cwd=settings.BASE_DIR, env=self.environment, check=True)

    def worker(self):
        command = [sys.executable, "manage.py", "work"]
        return subprocess.Popen(command, cwd=settings.BASE_DIR, env=self.environment)

    def ask(self, question):
        with closing(sqlite3.connect(self.database, timeout=20)) as connection:
            return connection.execute(question).fetchall()

    def tell(self, change):
        with closing(sqlite3.connect(self.database, timeout=20)) as connection, connection:
            connection.execute(change)

    def wait_until(self, question):
        deadline = time.monotonic() + SECONDS
        while self.ask(question) != [(1,)]:
            assert time.monotonic() < deadline, question
            time.sleep(0.02)

    def end(self):
        self.manage("work", "--once")
        return {name: self.ask(question) for name, question in WHAT_STANDS.items()}


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """A site with an import that was begun and that nobody works on yet."""
    site = Site(tmp_path_factory.mktemp("begun"))
    archive = site.folder / "notes.zip"
    with zipfile.ZipFile(archive, "w") as notes:
        for number in range(FILES):
            notes.writestr(f"{number:03}.md", note(number))
        notes.writestr("100-shot.md", b"\x89PNG\r\n\x1a\n" + bytes(range(32)))
    site.manage("migrate", "-v0")
    site.manage("shell", "--no-imports", "-c", START.format(path=str(archive)))
    return site


def note(number):
    error = f"sqlalchemy.exc.TimeoutError: QueuePool limit of size {number} overflow 10 reached"
    cause = f"Worker {number % 40} held two connections."
    return f"# Incident {number}\n\n`{error}`\n\n## Root Cause\n\n1. {cause}\n\n## Fix\n\n- Held one.\n"


def copy(site, folder):
    shutil.copytree(site.folder, folder, dirs_exist_ok=True)
    return Site(folder)


@pytest.fixture(scope="module")
def undisturbed(begun, tmp_path_factory):
    return copy(begun, tmp_path_factory.mktemp("undisturbed")).end()


@pytest.fixture
def site(begun, tmp_path):
    return copy(begun, tmp_path)


WHEN = {
    "at the first look": f"SELECT COUNT(*) FROM {TASKS} WHERE status = 'RUNNING'",
    "after one batch": "SELECT COUNT(*) FROM incidents_importrun WHERE done >= 100",
    "after two batches": "SELECT COUNT(*) FROM incidents_importrun WHERE done >= 200",
    "when all is stored": "SELECT COUNT(*) FROM incidents_importrun WHERE finished IS NOT NULL",
}


@pytest.mark.parametrize("when", WHEN)
def test_a_killed_worker_leaves_no_trace(site, undisturbed, when):
    worker = site.worker()
    site.wait_until(WHEN[when])
    worker.kill()
    worker.wait()
    assert site.end() == undisturbed


def test_a_worker_killed_before_it_could_say_that_it_was_done_leaves_no_trace(site, undisturbed):
    site.end()
    site.tell(f"UPDATE {TASKS} SET status = 'RUNNING', finished_at = NULL")
    assert site.end() == undisturbed


def test_the_report_of_the_undisturbed_one_is_whole(undisturbed):
    assert undisturbed["run"][0][:2] == (FILES + 1, FILES + 1)
    assert undisturbed["run"][0][3:] == ("", 0)
    assert len(undisturbed["documents"]) == FILES
    assert [path for path, result, _ in undisturbed["report"] if result == "refused"] == ["notes.zip/100-shot.md"]


@pytest.mark.skipif(sys.platform == "win32", reason="there it is ended as if killed")
def test_a_worker_that_is_told_to_end_ends_at_once_and_cleanly(site, undisturbed):
    worker = site.worker()
    site.wait_until(WHEN["after one batch"])
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(SECONDS) == 0
    assert site.end() == undisturbed


def test_a_second_worker_waits_for_the_first(site):
    first = site.worker()
    site.wait_until("SELECT COUNT(*) FROM incidents_importrun WHERE done >= 100")
    command = [sys.executable, "manage.py", "work", "--once"]
    second = subprocess.Popen(command, cwd=settings.BASE_DIR, env=site.environment, stdout=subprocess.PIPE, text=True)
    assert "Another worker is at work" in second.stdout.readline()
    first.kill()
    first.wait()
    assert second.wait(SECONDS) == 0
    second.stdout.close()
    assert site.ask("SELECT done, finished IS NULL FROM incidents_importrun") == [(FILES + 1, 0)]
