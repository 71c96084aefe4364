"""What every answer says to the browser, and that no page holds anything that the policy forbids."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings

TEMPLATES = sorted((Path(settings.BASE_DIR) / "templates").rglob("*.html"))
# Scripts and styles inside the page, and attributes that hold code: of the browser's or of htmx's.
INLINE = re.compile(
    r"""<style | <script(?![^>]*\ssrc=) | \sstyle\s*= | \son[a-z]+\s*= | \shx-on | javascript: | \shx-\w+="js:""",
    re.VERBOSE | re.IGNORECASE,
)
HTMX = re.compile(r"""<meta name="htmx-config" content='([^']+)'>""")

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@pytest.mark.parametrize("url", ["/", "/signatures/", "/match/", "/nowhere/", "/rules/?as=json", "/rules/?as=csv"])
def test_every_answer_has_the_policy_and_the_headers(client, db, url):
    headers = client.get(url).headers
    policy = dict(part.strip().partition(" ")[::2] for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'self'"
    assert (policy["object-src"], policy["base-uri"], policy["frame-ancestors"]) == ("'none'",) * 3
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert {name: headers[name] for name in HEADERS} == HEADERS


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_template_holds_code_or_style(template):
    assert INLINE.findall(template.read_text("utf8")) == []


@pytest.mark.parametrize(
    "held", ["<script>x()</script>", '<p style="x">', '<a onclick="x()">', '<p hx-on:click="x()">']
)
def test_what_is_forbidden_would_be_found(held):
    assert INLINE.search(held)


def test_htmx_evaluates_nothing(client, db):
    page = client.get("/signatures/").content.decode()
    told = {name: value for config in HTMX.findall(page) for name, value in json.loads(config).items()}
    assert told["allowEval"] is told["allowScriptTags"] is told["includeIndicatorStyles"] is False
    assert told["selfRequestsOnly"] is True
