"""Conditional GET, on a database of its own: inside the transaction of a test nothing can be told to be unchanged."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from pytest_django.asserts import assertNotContains

# Asks as a browser does: with what it was given the last time. A write counts as settled a second later.
VISIT = """
import json, os, sys, time
import django
django.setup()
from django.core.management import call_command
from django.test import Client
from kb.models import Rule
call_command("migrate", verbosity=0)
Rule.objects.create(key="1", text="Name the order")
time.sleep(1.1)
said = {}
visitor = Client(SERVER_NAME="localhost")
def ask(name, url="/rules/", **headers):
    answer = visitor.get(url, headers=headers)
    said[name] = [answer.status_code, answer.headers.get("ETag"), len(answer.content), "Number two" in answer.text]
    return answer.headers.get("ETag")
seen = ask("first")
ask("again", **{"If-None-Match": seen})
ask("kept")
ask("other address", "/rules/?sort=new", **{"If-None-Match": seen})
visitor.cookies["sessionid"] = "somebody"
ask("somebody else", **{"If-None-Match": seen})
del visitor.cookies["sessionid"]
for place in ("/", "/dashboard/"):
    visitor.get(place)
    tag = ask(f"{place} first", place)
    ask(f"{place} again", place, **{"If-None-Match": tag})
Rule.objects.create(key="2", text="Number two")
ask("at once after a write", **{"If-None-Match": seen})
time.sleep(1.1)
ask("after a write", **{"If-None-Match": seen})
print(json.dumps(said))
"""


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    url = f"sqlite:///{tmp_path_factory.mktemp('data')}/site.sqlite3"
    own = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "kb.settings", "HASHED_STATIC_FILES": "0"}
    run = subprocess.run(
        [sys.executable, "-W", "error::DeprecationWarning", "-c", VISIT],
        env=os.environ | own,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(run.stdout)


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("first", 200),
        ("again", 304),
        ("kept", 200),
        ("other address", 200),
        ("somebody else", 200),
        ("/ first", 200),
        ("/ again", 304),
        ("/dashboard/ first", 200),
        ("/dashboard/ again", 304),
        ("at once after a write", 200),
        ("after a write", 200),
    ],
)
def test_unchanged_page_is_not_sent_again(said, name, status):
    assert said[name][0] == status


def test_same_page_has_the_same_tag(said):
    assert said["first"][1] == said["again"][1] == said["kept"][1] != said["after a write"][1]


def test_unchanged_page_has_no_body(said):
    assert said["again"][2] == 0 < said["kept"][2]


def test_change_is_seen_at_once(said):
    assert said["at once after a write"][3]
    assert said["after a write"][3]


def test_page_says_that_it_is_asked_for_again(said):
    assert said["at once after a write"][1] is None


def test_nothing_is_kept_where_a_change_cannot_be_told(client, cast):
    assert "ETag" not in client.get("/rules/").headers
    cast.rule.text = "Reworded"
    cast.rule.save()
    assertNotContains(client.get("/rules/"), "Every batch query names its order")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_postgresql_tells_changes_by_its_snapshots(client, scribe):
    scribe.entry("rule", "Name the order")
    seen = client.get("/rules/").headers["ETag"]
    assert client.get("/rules/", headers={"If-None-Match": seen}).status_code == 304
    scribe.entry("rule", "Number two")
    changed = client.get("/rules/", headers={"If-None-Match": seen})
    assert (changed.status_code, b"Number two" in changed.content) == (200, True)
