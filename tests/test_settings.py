"""A wrong setting stops the start with one sentence that names it; a right one is taken."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

NONSENSE = {
    "DATABASE_URL": "nonsense",
    "PORT": "eight thousand",
    "WORKERS": "0",
    "DEBUG": "perhaps",
    "PRODUCTION": "2",
    "BEHIND_PROXY": "nginx",
    "HASHED_STATIC_FILES": "sha1",
    "ALLOWED_HOSTS": "https://errata.example.org/",
    "CSRF_TRUSTED_ORIGINS": "errata.example.org",
    "MAX_DOCUMENT_BYTES": "10MB",
    "MAX_PASTE_BYTES": "-1",
    "MAX_UPLOAD_BYTES": "1 GB",
    "MAX_UPLOAD_FILES": "0",
    "ALLOW_IMPORTS": "staff",
    "EMAIL_URL": "mail.example.org",
}
DATABASES_REFUSED = ["mysql://host/errata", "postgres://", "postgres://host:port/errata", "postgres://[/errata"]


def start(*command, **environment):
    """Runs manage.py with nothing set but what is given."""
    bare = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *(command or ("diffsettings", "--all"))],
        cwd=settings.BASE_DIR,
        env=bare | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_everything_has_a_default_that_works():
    assert start().returncode == 0


@pytest.mark.parametrize("name", NONSENSE)
def test_nonsense_stops_the_start_with_one_sentence(name):
    run = start(**{name: NONSENSE[name]})
    assert run.returncode == 1
    assert run.stderr.startswith(name)
    assert run.stderr.count("\n") == 1


@pytest.mark.parametrize("url", DATABASES_REFUSED)
def test_a_database_that_is_none_of_ours_is_refused(url):
    assert "sqlite:////absolute/path or postgres://" in start(DATABASE_URL=url).stderr


@pytest.mark.parametrize("after, options", [("", "jit=off"), ("?options=-c%20jit%3Don&sslmode=require", "jit=on")])
def test_postgres_compiles_no_questions_unless_the_address_says_so(after, options):
    """And what else the address says is kept."""
    told = start(DATABASE_URL=f"postgres://host/errata{after}").stdout
    assert f"-c {options}" in told
    assert ("'sslmode': 'require'" in told) is ("sslmode" in after)


def test_a_refused_database_keeps_its_password_to_itself():
    assert "hunter2" not in start(DATABASE_URL="mysql://root:hunter2@host/errata").stderr


@pytest.mark.parametrize(
    "url, port, tls, ssl",
    [
        ("smtp://post%40a.org:hunter2@mail.a.org", 587, True, False),
        ("smtps://mail.a.org", 465, False, True),
        ("smtp+plain://localhost:2525", 2525, False, False),
    ],
)
def test_letters_leave_by_the_server_that_is_named(url, port, tls, ssl):
    told = start(EMAIL_URL=url).stdout
    assert f"EMAIL_PORT = {port}\n" in told
    assert f"EMAIL_USE_TLS = {tls}\n" in told
    assert f"EMAIL_USE_SSL = {ssl}\n" in told


def test_a_refused_server_of_letters_keeps_its_password_to_itself():
    assert "hunter2" not in start(EMAIL_URL="imap://me:hunter2@mail.a.org").stderr


def test_an_unset_key_is_refused_in_production():
    assert start(PRODUCTION="1").stderr.startswith("SECRET_KEY is not set")


@pytest.mark.parametrize("set_to, allowed", [({}, False), ({"ALLOW_IMPORTS": "1"}, True)])
def test_in_production_nobody_imports_in_the_browser_unless_it_is_allowed(set_to, allowed):
    assert f"ALLOW_IMPORTS = {allowed}" in start(PRODUCTION="1", SECRET_KEY="k3y-0f-Example" * 5, **set_to).stdout


def test_sqlite_is_found_by_its_absolute_path(tmp_path):
    path = tmp_path / "other.sqlite3"
    assert repr(str(path)) in start(DATABASE_URL=f"sqlite:///{path}").stdout


def test_sqlite_waits_for_writers_in_wal_mode(tmp_path):
    program = (
        "from django.db import connection as c\n"
        "for pragma in ('journal_mode', 'foreign_keys', 'busy_timeout'):\n"
        "    print(c.cursor().execute(f'PRAGMA {pragma}').fetchone()[0])"
    )
    run = start("shell", "--no-imports", "-c", program, DATABASE_URL=f"sqlite:///{tmp_path / 'wal.sqlite3'}")
    assert run.stdout.split() == ["wal", "1", "20000"]


def test_production_passes_the_deployment_checks():
    run = start(
        "check",
        "--deploy",
        "--fail-level",
        "WARNING",
        PRODUCTION="1",
        SECRET_KEY="k3y-0f-Example" * 5,
        ALLOWED_HOSTS="a.org",
    )
    assert run.returncode == 0, run.stderr
