"""The first start fills an empty site and serves it; the next one finds everything done."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

import pytest
from django.conf import settings

from kb.worker import is_at_work

START_SECONDS = 60


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def served(port, database, **settings_of_it):
    """`manage.py serve` as a process of its own, until it answers."""
    command = [sys.executable, "manage.py", "serve"]
    environment = os.environ | {"PORT": str(port), "DATABASE_URL": f"sqlite:///{database}", "HASHED_STATIC_FILES": "1"}
    environment |= settings_of_it
    process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        wait_for(port, process)
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=START_SECONDS)


def wait_for(port, process):
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail(f"nothing answers: {process.stdout.read()}")


def wait_until(holds):
    deadline = time.monotonic() + START_SECONDS
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def page(port, path="/"):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=START_SECONDS) as response:
        return response.read().decode()


def opened(link):
    """What a browser shows that keeps cookies from one page to the next."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    with browser.open(link, timeout=START_SECONDS) as response:
        return response.read().decode()


def test_an_empty_site_is_filled_and_served(port, tmp_path):
    with served(port, tmp_path / "site.sqlite3") as process:
        assert "The site is empty: importing examples, patterns and catalogue." in process.stdout.readline()
        assert "<title>" in page(port)


def test_an_operator_may_leave_the_starter_catalogue_out(port, tmp_path):
    with served(port, tmp_path / "site.sqlite3", STARTER_CATALOGUE="0") as process:
        assert "The site is empty: importing examples and patterns." in process.stdout.readline()


def test_a_worker_runs_beside_the_server_and_ends_with_it(port, tmp_path, spool):
    with served(port, tmp_path / "site.sqlite3", SPOOL=str(spool)):
        wait_until(is_at_work)
    wait_until(lambda: not is_at_work())


@pytest.mark.skipif(os.name == "nt", reason="there is no gunicorn")
def test_the_worker_ends_even_if_the_server_is_killed(port, tmp_path, spool):
    with served(port, tmp_path / "site.sqlite3", SPOOL=str(spool)) as server:
        wait_until(is_at_work)
        server.kill()
        wait_until(lambda: not is_at_work())


def test_the_second_start_imports_nothing_and_says_where_it_serves(port, tmp_path):
    with served(port, tmp_path / "site.sqlite3"):
        pass
    with served(port, tmp_path / "site.sqlite3") as process:
        assert "The site has no admin yet." in process.stdout.readline()
        assert process.stdout.readline() == f"Errata is served on http://127.0.0.1:{port}/ (Ctrl-C stops it)\n"


def test_the_printed_link_is_good_and_a_new_one_is_printed_next_time(port, tmp_path):
    links = []
    for _ in range(2):
        with served(port, tmp_path / "site.sqlite3", STARTER_CATALOGUE="0") as process:
            link = next(line for line in process.stdout if "The site has no admin yet." in line).split()[-1]
            assert "It will be the first of this site" in opened(link)
            links.append(link)
    assert links[0] != links[1]


def test_a_taken_port_is_named_with_the_way_out(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        environment = os.environ | {"PORT": str(port), "DATABASE_URL": f"sqlite:///{tmp_path / 'site.sqlite3'}"}
        command = [sys.executable, "manage.py", "serve"]
        run = subprocess.run(
            command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False
        )
    assert run.returncode == 1
    assert f"Port {port} is taken" in run.stderr


@pytest.mark.skipif(not shutil.which("make"), reason="needs make")
@pytest.mark.parametrize("target", ["run", "test"])
def test_make_alone_names_its_targets(target):
    run = subprocess.run(["make"], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True)
    assert f"make {target} " in run.stdout
