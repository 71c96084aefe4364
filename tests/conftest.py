"""What a machine may lack is skipped with its reason; REQUIRE_BROWSER=1 takes that excuse away."""

import os
import shutil
import sqlite3

import pytest
from django.conf import settings
from django.db import connection

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


def pytest_configure():
    # Hashed names come from collectstatic, which a test run should not need.
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


def pytest_runtest_setup(item):
    if item.get_closest_marker("browser") and not CHROMIUM:
        skip_or_fail("REQUIRE_BROWSER", "needs chromium: apt-get install chromium")
    if item.get_closest_marker("postgres") and connection.vendor != "postgresql":
        pytest.skip("runs where DATABASE_URL names a PostgreSQL server, as in the second half of make test")


def pytest_report_header():
    return f"database: {connection.vendor}, browser: {CHROMIUM or 'none'}"


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


def skip_or_fail(requirement, reason):
    if os.environ.get(requirement) == "1":
        pytest.fail(f"{requirement}=1, but this test {reason}", pytrace=False)
    pytest.skip(reason)
