"""Pages stay light: what scripts weigh on the way, what the HTML of a long list weighs."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

SCRIPT = re.compile(r'<script src="/static/([^"]+)"')
TITLE = "OperationalError: could not connect to server <*>: is it running on host <*> and accepting connections? " * 3


def scripts(page):
    return SCRIPT.findall(page.content.decode())


@pytest.mark.parametrize("name", ["incident", "signature", "cause", "worked", "rule", "pattern"])
def test_reading_page_sends_at_most_25_kb_of_scripts(client, cast, name):
    found = scripts(client.get(getattr(cast, name).get_absolute_url()))
    sent = {name: len(gzip.compress(Path(finders.find(name)).read_bytes())) for name in found}
    assert sent, "no scripts at all?"
    assert sum(sent.values()) <= 25_000, sent


def test_every_script_of_ours_is_short():
    folder = Path(finders.find("js/keys.js")).parent
    assert [path.name for path in folder.glob("*.js") if len(path.read_text().splitlines()) > 80] == []


@pytest.mark.parametrize(("kind", "url"), [("signature", "/signatures/"), ("cause", "/causes/"), ("fix", "/fixes/")])
def test_list_of_fifty_rows_is_under_100_kb(client, cast, scribe, kind, url):
    for number in range(60):
        outcome = "worked" if kind == "fix" else ""
        found = scribe.finding(cast.log, kind, f"Number {number}", outcome)
        scribe.entry(kind, f"{TITLE[:290]} {number}", found)
    page = client.get(url)
    assert len(page.context["rows"]) == 50
    assert len(page.content) < 100_000


def test_list_of_fifty_documents_is_under_100_kb(client, scribe):
    for number in range(60):
        scribe.document(f"# {'A long report on what stood still ' * 8}{number}\n\nIt broke.\n")
    assert len(client.get("/documents/").content) < 100_000


MEMBERS_OWN = ("auth_user", "django_session", "incidents_member", "incidents_draft", "kb_watch", "kb_notice")


@pytest.mark.parametrize("name", ["home", "signatures", "documents", "actions", "incident", "signature", "worked"])
def test_a_visitor_waits_for_nothing_that_only_members_have(client, cast, name):
    url = getattr(cast, name).get_absolute_url() if hasattr(cast, name) else reverse(name)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    assert [query["sql"] for query in asked if any(f'FROM "{table}"' in query["sql"] for table in MEMBERS_OWN)] == []
