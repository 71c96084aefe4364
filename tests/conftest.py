"""What a machine may lack is skipped with its reason; REQUIRE_BROWSER=1 takes that excuse away."""

import os
import shutil
import sqlite3
import subprocess

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection

from incidents.files import SourceFile
from incidents.models import Document, Member, Revision
from incidents.readers import read
from incidents.storing import Reading, Version, store_readings

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


def pytest_configure():
    # Hashed names come from collectstatic, which a test run should not need.
    # A server that is there is for the tests that ask for it.
    settings.OPENSEARCH_URL, settings.OPENSEARCH_INDEX = "", "errata-test"
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


def pytest_runtest_setup(item):
    if item.get_closest_marker("browser") and not CHROMIUM:
        skip_or_fail("REQUIRE_BROWSER", "needs chromium: apt-get install chromium")
    if item.get_closest_marker("postgres") and connection.vendor != "postgresql":
        pytest.skip("runs where DATABASE_URL names a PostgreSQL server, as in the second half of make test")


def pytest_report_header():
    return f"database: {connection.vendor}, browser: {CHROMIUM or 'none'}"


@pytest.fixture(scope="session")
def git():
    """Calls the git program in a folder, `given` on its standard input, and gives what it prints."""
    if not shutil.which("git"):
        pytest.skip("needs the git program")

    def git(folder, *arguments, given=None):
        command = ["git", "-c", "user.name=Pat", "-c", "user.email=pat@example.org", "-c", "core.autocrlf=false"]
        run = subprocess.run([*command, *arguments], cwd=folder, input=given, capture_output=True, check=False)
        assert run.returncode == 0, run.stderr.decode()
        return run.stdout.decode()

    return git


@pytest.fixture
def spool(settings, tmp_path):
    """Where uploads wait for their import, and the lock of the worker."""
    settings.SPOOL = tmp_path / "spool"
    return settings.SPOOL


@pytest.fixture
def shared_database(transactional_db, tmp_path):
    """SQLite's tests run in memory, where threads do not wait for one another: here they run in a file."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    memory, name = connection.connection, connection.settings_dict["NAME"]
    with sqlite3.connect(tmp_path / "together.sqlite3") as copy:
        memory.backup(copy)
    connection.connection, connection.settings_dict["NAME"] = None, str(tmp_path / "together.sqlite3")
    yield
    connection.close()
    connection.connection, connection.settings_dict["NAME"] = memory, name


@pytest.fixture
def account(db):
    """Makes an account with a role by its name; the same name is the same account."""

    def account(name, role="contributor"):
        user, _ = get_user_model().objects.get_or_create(username=name, defaults={"email": f"{name}@example.org"})
        Member.objects.get_or_create(user=user, defaults={"role": role})
        return user

    return account


@pytest.fixture
def ann(account):
    return account("ann")


@pytest.fixture
def ben(account):
    return account("ben")


@pytest.fixture
def write(db):
    """Begins a document as its author does who has just saved the first text."""

    def write(text, by, name="orders-down", **columns):
        document = Document(path=f"{name}.md", location=f"here:{name}", author=by, **{"state": "draft"} | columns)
        content = text.encode()
        told = read(SourceFile(document.location, document.path, content))
        version = Version(content, told, Revision.Origin.PERSON, {"user": by, "name": str(by)})
        return store_readings([Reading(document, told, (version,))])[0]

    return write


def skip_or_fail(requirement, reason):
    if os.environ.get(requirement) == "1":
        pytest.fail(f"{requirement}=1, but this test {reason}", pytrace=False)
    pytest.skip(reason)
