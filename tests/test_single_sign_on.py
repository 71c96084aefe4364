"""Single sign-on: off unless named; with a small provider of our own, who comes in and who does not."""

import contextlib
import json
import os
import re
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from threading import Thread

import pytest
from django.conf import settings

needs_packages = pytest.mark.skipif(not find_spec("jwt"), reason="needs requirements-sso.txt")
GITHUB = {"GITHUB_CLIENT_ID": "id", "GITHUB_CLIENT_SECRET": "secret"}
OIDC = {"OIDC_SERVER_URL": "https://id.example.org/team", "OIDC_CLIENT_ID": "errata", "OIDC_CLIENT_SECRET": "hush"}
SAML = {"SAML_METADATA_URL": "https://saml.example.org/metadata", "SAML_ENTITY_ID": "team"}
PERSON = {"sub": "17", "preferred_username": "carla", "email": "carla@example.org", "email_verified": True}


def environment(**given):
    return {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ} | given


def manage(*command, **given):
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=settings.BASE_DIR,
        env=environment(**given),
        capture_output=True,
        text=True,
        check=False,
    )


def test_nothing_of_it_is_there_unless_it_is_named():
    assert "allauth.socialaccount" not in manage("diffsettings", "--all").stdout


@needs_packages
@pytest.mark.parametrize(
    "given, host",
    [(GITHUB, "https://github.com"), (OIDC, "https://id.example.org"), (SAML, "https://saml.example.org")],
)
def test_forms_may_lead_to_the_provider_that_is_named(given, host):
    program = "from kb.csp import POLICY; print(POLICY)"
    assert f"form-action 'self' {host};" in manage("shell", "--no-imports", "-c", program, **given).stdout


@pytest.mark.parametrize(
    "given, said",
    [
        ({"GITHUB_CLIENT_ID": "id"}, "GITHUB_CLIENT_SECRET is not set"),
        (OIDC | {"OIDC_SERVER_URL": "id.example.org"}, "OIDC_SERVER_URL is 'id.example.org'"),
        ({"SSO_ROLE": "admin"}, "SSO_ROLE is 'admin'"),
        ({"SSO_ROLE": "owner"}, "SSO_ROLE is 'owner'"),
    ],
)
def test_half_a_setting_stops_the_start_with_one_sentence(given, said):
    run = manage("check", **given)
    assert run.stderr.startswith(said)
    assert run.stderr.count("\n") == 1


class Provider(BaseHTTPRequestHandler):
    """As much of OpenID Connect as one sign-in needs: whoever comes is Carla."""

    def do_GET(self):
        here = f"http://{self.headers['Host']}"
        if self.path.startswith("/.well-known/"):
            return self.answer(
                {f"{name}_endpoint": f"{here}/{name}" for name in ("authorization", "token", "userinfo")}
            )
        if self.path.startswith("/authorization"):
            asked = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(self.path).query))
            back = urllib.parse.urlencode({"code": "once", "state": asked["state"]})
            return self.lead(f"{asked['redirect_uri']}?{back}")
        return self.answer(PERSON)

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.answer({"access_token": "token", "token_type": "Bearer"})

    def answer(self, told):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(told).encode())

    def lead(self, url):
        self.send_response(302)
        self.send_header("Location", url)
        self.end_headers()

    def log_message(self, *said):
        pass


@pytest.fixture(scope="module")
def provider():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    Thread(target=server.serve_forever, daemon=True).start()
    yield {
        "OIDC_SERVER_URL": f"http://127.0.0.1:{server.server_port}",
        "OIDC_CLIENT_ID": "a",
        "OIDC_CLIENT_SECRET": "b",
    }
    server.shutdown()


@pytest.fixture(scope="module")
def database(provider, tmp_path_factory):
    path = tmp_path_factory.mktemp("sso") / "site.sqlite3"
    assert manage("migrate", DATABASE_URL=f"sqlite:///{path}", **provider).returncode == 0
    return path


@contextlib.contextmanager
def site(database, **given):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "manage.py", "runserver", "--noreload", f"127.0.0.1:{port}"]
    own = environment(DATABASE_URL=f"sqlite:///{database}", HASHED_STATIC_FILES="0", **given)
    process = subprocess.Popen(
        command, cwd=settings.BASE_DIR, env=own, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    try:
        yield browser_at(port)
    finally:
        process.terminate()
        process.communicate()


def browser_at(port):
    """A function that opens a page, sending what is typed if something is, with cookies kept."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    deadline = time.monotonic() + 60

    def visit(path, **typed):
        data = urllib.parse.urlencode(typed).encode() if typed else None
        while True:
            try:
                return opener.open(f"http://127.0.0.1:{port}{path}", data, timeout=30).read().decode()
            except urllib.error.HTTPError as refused:
                return refused.read().decode()
            except urllib.error.URLError:
                assert time.monotonic() < deadline
                time.sleep(0.1)

    return visit


def sign_on(visit):
    page = visit("/account/oidc/sso/login/")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.split("<main")[1])[1]
    return visit("/account/oidc/sso/login/", csrfmiddlewaretoken=token)


def accounts(database):
    with contextlib.closing(sqlite3.connect(database)) as connection:
        asked = "SELECT username, role FROM auth_user JOIN incidents_member ON user_id = auth_user.id"
        return connection.execute(asked).fetchall()


@needs_packages
def test_without_a_role_or_an_invitation_nobody_comes_in(provider, database):
    with site(database, **provider) as visit:
        assert ">Single sign-on</a>" in visit("/account/login/")
        assert "Only by invitation" in sign_on(visit)
    assert accounts(database) == []


@needs_packages
def test_an_invitation_gives_its_role_to_who_signs_on_and_is_used_up(provider, database):
    program = "from incidents.invitations import invite; print(invite('Olga', role='curator', days=1))"
    own = provider | {"DATABASE_URL": f"sqlite:///{database}"}
    token = manage("shell", "--no-imports", "-c", program, **own).stdout.strip()
    with site(database, **provider) as visit:
        visit(f"/join/{token}/")
        assert "<summary>carla</summary>" in sign_on(visit)
        assert "You have an account" not in visit(f"/join/{token}/")
    assert accounts(database) == [("carla", "curator")]


@needs_packages
def test_with_a_role_for_it_whoever_the_provider_knows_comes_in(provider, database):
    with contextlib.closing(sqlite3.connect(database)) as connection:
        for table in ("socialaccount_socialtoken", "socialaccount_socialaccount", "incidents_member"):
            connection.execute(f"DELETE FROM {table}")
        connection.execute("UPDATE auth_user SET username = 'before', email = ''")
        connection.execute("DELETE FROM account_emailaddress")
        connection.commit()
    with site(database, SSO_ROLE="viewer", **provider) as visit:
        assert "<summary>carla</summary>" in sign_on(visit)
    assert accounts(database) == [("carla", "viewer")]
