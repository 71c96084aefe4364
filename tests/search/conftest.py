"""A small collection written by hand: documents, what they say, and the entries that this was filed under."""

import os
from datetime import date
from hashlib import sha256

import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings
from opensearchpy import OpenSearch

from incidents.models import Document, Finding, Revision
from kb.catalogue import ENTRIES
from kb.models import Evidence
from kb.search.indexing import catch_up
from kb.search.opensearch import send
from tests.search.stand_in import stand_in

# name: (kind, title, path, day, status, severity, tags, text)
DOCUMENTS = {
    "plugin": (
        "incident",
        "Backend tests stop at import",
        "reports/2026-01-19-driver.md",
        "2026-01-19",
        "resolved",
        "high",
        ["sqlite", "async"],
        "No test ran. E   sqlalchemy.exc.NoSuchModuleError: Can't load plugin: sqlalchemy.dialects:sqlite.aiosqlite\n\n"
        "The driver aiosqlite was not in requirements.txt.\nAdding aiosqlite==0.20.0 to requirements.txt helped.\n",
    ),
    "module": (
        "debug_log",
        "Node service cannot find a module",
        "logs/node/worker.md",
        "2025-03-02",
        "open",
        "",
        ["javascript"],
        "Error: Cannot find module './config/settings.json'\nRequire stack: /srv/app/src/loadSettings.js\n"
        "The file is_ready.js was left out of the image.\n",
    ),
    "lock": (
        "incident",
        "Workers wait for each other",
        "reports/locks.md",
        "2025-06-30",
        "resolved",
        "critical",
        ["postgres", "locks"],
        "LockTimeoutError: gave up after 30 s on row 17.\nRaising lock_timeout to 60 s did not help.\n"
        "Rows are now taken ORDER BY id.\n",
    ),
    "pool": (
        "solution",
        "Connection pool is exhausted under load",
        "docs/solutions/pool_exhausted.md",
        "2024-11-05",
        "partial",
        "medium",
        ["postgres", "sqlalchemy"],
        "TimeoutError: QueuePool limit of size 5 overflow 10 reached, connection timed out, timeout 30.00\n"
        "HTTPConnectionPool is another thing and was not to blame.\n",
    ),
    "zurich": (
        "summary",
        "Zürich café: two timeouts",
        "notes/zürich.md",
        "",
        "unknown",
        "",
        [],
        "Commit 3f9c2ab71d broke the naïve parser. HTTP404 from the API, E501 from the linter.\n"
        "日本語のエラー is shown as boxes.\n",
    ),
    "fixture": (
        "sprint",
        "Sprint 14: fixtures",
        "sprints/14.md",
        "2025-06-12",
        "resolved",
        "low",
        ["pytest"],
        "It is not the fixture that is wrong: tests/api/test_users.py::TestUsers::test_list asks db_session early.\n"
        "ScopeMismatch: You tried to access the function scoped fixture db_session.\n",
    ),
}
# name: (kind, text, finding's outcome, document)
ENTRIES_SAID = {
    "signature": ("signature", "NoSuchModuleError: Can't load plugin: sqlalchemy.dialects:<*>", "", "plugin"),
    "timeout": ("signature", "LockTimeoutError: gave up after <*> s", "", "lock"),
    "driver": ("cause", "The driver aiosqlite is not installed", "", "plugin"),
    "order": ("cause", "Two workers take rows in different order", "", "lock"),
    "install": ("fix", "Add aiosqlite to requirements.txt", "worked", "plugin"),
    "raise": ("fix", "Raise lock_timeout to 60 s", "failed", "lock"),
    "sorted": ("fix", "Take the rows ORDER BY id", "worked", "lock"),
    "rule": ("rule", "Every batch query names its order", "", "lock"),
    "pattern": ("pattern", "def test_batches_are_ordered(batches): assert batches == sorted(batches)", "", "lock"),
}


@pytest.fixture(scope="module", params=["database", "stand-in", "opensearch"])
def engine_url(request):
    """Which engine the questions are put to, by the address of its server; "" for the one of the database."""
    if request.param == "stand-in":
        with stand_in() as server:
            yield server.url
    else:
        yield "" if request.param == "database" else a_real_server()


@pytest.fixture(scope="module")
def collection(django_db_setup, django_db_blocker, engine_url):
    """The rows by name, written once: for tests that only ask."""
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(OPENSEARCH_URL=engine_url):
        rows = write_collection()
        send()
        yield rows
        transaction.set_rollback(True)


def a_real_server():
    """An empty index on the server that OPENSEARCH_URL named when the tests were started."""
    url = os.environ.get("OPENSEARCH_URL", "")
    client = url and OpenSearch([url], timeout=3)
    if not client or not client.ping():
        pytest.skip(
            "runs where OPENSEARCH_URL names an OpenSearch server that answers; its index errata-test is emptied"
        )
    client.indices.delete(index=settings.OPENSEARCH_INDEX, ignore=404)
    return url


@pytest.fixture
def own_collection(db):
    """The rows by name, for a test that changes them."""
    return write_collection()


def write_collection():
    rows = {name: write_document(*told) for name, told in DOCUMENTS.items()}
    for name, (kind, text, outcome, document) in ENTRIES_SAID.items():
        rows[name] = write_entry(kind, text, outcome, rows[document])
    catch_up()
    return rows


def write_document(kind, title, path, day, status, severity, tags, text):  # noqa: PLR0913
    document = Document.objects.create(
        kind=kind,
        title=title,
        path=path,
        location=f"/srv/{path}",
        date=date.fromisoformat(day) if day else None,
        status=status,
        severity=severity,
        fields={"tags": tags},
    )
    write_revision(document, text)
    return document


def write_revision(document, text):
    content = text.encode()
    number = document.revisions.count() + 1
    values = {"content": content, "encoding": "utf-8", "text": text, "sha256": sha256(content).hexdigest()}
    return Revision.objects.create(document=document, number=number, **values)


def write_entry(kind, text, outcome, document):
    key = sha256(f"{kind} {text}".encode()).hexdigest()
    values = {"slug": key[:8], "title": text, "template": text} if kind == "signature" else {"text": text}
    entry = ENTRIES[kind].objects.create(key=key, **values)
    finding = Finding.objects.create(
        document=document,
        label=f"f{document.findings.count()}",
        kind=kind,
        text=text,
        first_line=1,
        last_line=1,
        confidence="stated",
        outcome=outcome,
    )
    Evidence.objects.create(finding=finding, **{kind: entry})
    return entry
