"""A small catalogue, told by one incident and one debugging log, and a browser to look at it."""

import hashlib
import os
import shutil
from types import SimpleNamespace

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test.testcases import LiveServerThread
from playwright.sync_api import sync_playwright

from incidents.models import Document, Finding, Revision
from kb.models import (
    Cause,
    CauseFix,
    CauseRule,
    Evidence,
    Fix,
    FixPattern,
    Pattern,
    Rule,
    Signature,
    SignatureCause,
    SignaturePattern,
)

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WINDOW = {"width": 1360, "height": 900}

ENTRIES = {"signature": Signature, "cause": Cause, "fix": Fix, "rule": Rule, "pattern": Pattern}

INCIDENT = """\
---
title: Workers wait for a lock
severity: high
symptoms:
  - jobs stay queued
  - the dashboard is red
---
# Workers wait for a lock

The nightly run stood still:

```text
Traceback (most recent call last):
  File "queue.py", line 12, in take
LockTimeoutError: gave up after 30 s on row 17
```

## Cause

Two workers take the rows in different order.

## Resolution

- Rows are now taken `ORDER BY id`.
- Raising the timeout to 60 s did not help.

## Prevention

1. Every batch query names its order.

```python
def test_batches_are_ordered(batches):
    assert batches == sorted(batches)
```
"""

LOG = """\
# Log: the lock again

Seen again on staging: LockTimeoutError: gave up after 45 s on row 3

Maybe retry with backoff next week.
"""


class Scribe:
    """Writes documents, findings and entries as an import would, in as few words as a test can spare."""

    def document(self, text, **fields):
        title = fields.pop("title", text.split("# ", 1)[1].split("\n", 1)[0])
        path = fields.pop("path", f"docs/{len(text)}-{hashlib.md5(title.encode()).hexdigest()[:6]}.md")
        values = {"kind": "incident", "title": title, "location": f"/srv/{path}", "path": path} | fields
        document = Document.objects.create(**values)
        content = text.encode()
        Revision.objects.create(
            document=document,
            number=1,
            content=content,
            encoding="utf-8",
            text=text,
            sha256=hashlib.sha256(content).hexdigest(),
        )
        return document

    def finding(self, document, kind, quote, outcome=""):
        """The finding whose text is `quote`, on the line where it stands."""
        line = document.latest.text.split(quote.split("\n")[0])[0].count("\n") + 1
        return Finding.objects.create(
            document=document,
            label=f"{kind[0]}{document.findings.count() + 1}",
            kind=kind,
            text=quote,
            first_line=line,
            last_line=line + quote.count("\n"),
            confidence="stated",
            outcome=outcome,
        )

    def entry(self, kind, text, *findings, **fields):
        """An entry that says `text`, with `findings` for evidence."""
        values = {"key": hashlib.sha256(f"{kind} {text}".encode()).hexdigest()} | fields
        if kind == "signature":
            number = Signature.objects.count() + 1
            values = {"slug": f"signature-{number}", "title": text, "template": text} | values
        else:
            values = {"text": text} | values
        entry = ENTRIES[kind].objects.create(**values)
        Evidence.objects.bulk_create(Evidence(finding=finding, **{kind: entry}) for finding in findings)
        return entry


@pytest.fixture
def scribe(db):
    return Scribe()


@pytest.fixture
def cast(scribe):
    """The incident, the log that met the same failure again, and what was learnt from both."""
    incident = scribe.document(INCIDENT, date="2025-03-04", severity="high", status="resolved")
    log = scribe.document(LOG, kind="debug_log", date="2025-05-06")
    found = _findings(scribe, incident, log)
    entries = _entries(scribe, found)
    _link(incident, entries)
    return SimpleNamespace(incident=incident, log=log, findings=found, **entries)


def _findings(scribe, incident, log):
    finding = scribe.finding
    return {
        "signature": finding(incident, "signature", "LockTimeoutError: gave up after 30 s on row 17"),
        "again": finding(log, "signature", "LockTimeoutError: gave up after 45 s on row 3"),
        "cause": finding(incident, "cause", "Two workers take the rows in different order."),
        "worked": finding(incident, "fix", "Rows are now taken `ORDER BY id`.", "worked"),
        "failed": finding(incident, "fix", "Raising the timeout to 60 s did not help.", "failed"),
        "proposed": finding(log, "fix", "Maybe retry with backoff next week.", "proposed"),
        "rule": finding(incident, "rule", "Every batch query names its order."),
        "pattern": finding(
            incident, "pattern", "def test_batches_are_ordered(batches):\n    assert batches == sorted(batches)"
        ),
        "symptom": finding(incident, "signature", "the dashboard is red"),
    }


def _entries(scribe, found):
    entries = {kind: scribe.entry(kind, found[kind].text, found[kind]) for kind in ("cause", "rule", "pattern")} | {
        outcome: scribe.entry("fix", found[outcome].text, found[outcome]) for outcome in Finding.Outcome.values
    }
    entries["signature"] = scribe.entry(
        "signature",
        "LockTimeoutError: gave up after <*> s on row <*>",
        found["signature"],
        found["again"],
        exception_type="LockTimeoutError",
        language="python",
        example=found["signature"].text,
    )
    return entries


def _link(document, entries):
    signature, cause = entries["signature"], entries["cause"]
    SignatureCause.objects.create(document=document, signature=signature, cause=cause)
    for outcome in Finding.Outcome.values:
        CauseFix.objects.create(document=document, cause=cause, fix=entries[outcome])
    CauseRule.objects.create(document=document, cause=cause, rule=entries["rule"])
    FixPattern.objects.create(document=document, fix=entries["worked"], pattern=entries["pattern"])
    SignaturePattern.objects.create(document=document, signature=signature, pattern=entries["pattern"])


@pytest.fixture
def incident_text():
    return INCIDENT


@pytest.fixture
def site(shared_database):
    """A server whose threads have connections of their own: an editor asks and saves at the same time."""
    thread = LiveServerThread("127.0.0.1", StaticFilesHandler, connections_override={})
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    yield f"http://127.0.0.1:{thread.port}"
    thread.terminate()


@pytest.fixture(scope="module")
def browser():
    # Playwright keeps an event loop running in this thread, which Django would otherwise refuse to query from.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def visitor(browser, live_server):
    """Opens a page as somebody with this window and theme; whatever the browser complains of fails the test."""
    contexts, complaints, here = [], [], live_server.url

    def visit(theme="light", size=None, *, javascript=True):
        context = browser.new_context(viewport=size or WINDOW, color_scheme=theme, java_script_enabled=javascript)
        contexts.append(context)
        context.set_default_timeout(5_000)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda sent: complaints.append(sent.url) if not sent.url.startswith(here) else None)
        return page

    yield visit
    for context in contexts:
        context.close()
    assert complaints == []
