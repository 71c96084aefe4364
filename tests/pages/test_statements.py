"""Lists and pages of causes, fixes, rules and patterns."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from incidents.models import Document
from kb.models import State

ENTRIES = ("cause", "worked", "rule", "pattern")
LISTS = ("/causes/", "/fixes/", "/rules/", "/patterns/")


@pytest.mark.parametrize(("url", "name"), list(zip(LISTS, ENTRIES, strict=True)))
def test_list_leads_to_the_entry(client, cast, url, name):
    assertContains(client.get(url), getattr(cast, name).get_absolute_url())


@pytest.mark.parametrize("name", ENTRIES)
def test_page_quotes_the_document_and_leads_to_the_line(client, cast, name):
    page = client.get(getattr(cast, name).get_absolute_url())
    found = cast.findings[name]
    assertContains(page, f"{cast.incident.get_absolute_url()}#L{found.first_line}")
    assertContains(page, f"line {found.first_line}")


@pytest.mark.parametrize("name", ENTRIES)
def test_page_is_there_where_something_else_is_hidden(client, cast, scribe, name):
    scribe.document("# Kept among us\n\nWords.\n", visibility="restricted")
    assert client.get(getattr(cast, name).get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("cause", ["signature", "worked", "failed", "proposed", "rule"]),
        ("worked", ["cause", "pattern", "signature"]),
        ("rule", ["cause", "signature"]),
        ("pattern", ["signature", "worked"]),
    ],
)
def test_page_leads_to_what_hangs_on_it(client, cast, name, shown):
    page = client.get(getattr(cast, name).get_absolute_url())
    for other in shown:
        assertContains(page, getattr(cast, other).get_absolute_url())


@pytest.mark.parametrize("url", LISTS)
def test_rejected_entries_are_not_listed(client, cast, url):
    for name in ENTRIES:
        entry = getattr(cast, name)
        type(entry).objects.update(state=State.REJECTED)
    assertContains(client.get(url), "Nothing here yet")


@pytest.mark.parametrize("url", LISTS)
def test_empty_list_says_how_to_fill_it(client, db, url):
    assertContains(client.get(url), f'<a href="{reverse("imports")}">Import documents</a>')


def test_fixes_are_filtered_by_outcome(client, cast):
    page = client.get("/fixes/?outcome=failed")
    assertContains(page, cast.failed.get_absolute_url())
    assertNotContains(page, cast.worked.get_absolute_url())


@pytest.mark.parametrize("name", ENTRIES)
@pytest.mark.parametrize(
    ("query", "is_there"),
    [
        ("project=orders&version=2.0", True),
        ("project=orders&project=mail", True),
        ("project=mail", False),
        ("version=2.1", False),
        ("project=orders&after=2025-01-01&before=2025-12-31", True),
        ("project=orders&before=2024-12-31", False),
    ],
)
def test_project_version_and_days_are_those_of_the_documents_that_say_it(client, cast, name, query, is_there):
    Document.objects.filter(pk=cast.incident.pk).update(project="orders", version="2.0")
    url = LISTS[ENTRIES.index(name)]
    urls = [row["url"] for row in client.get(f"{url}?{query}").context["rows"]]
    assert (getattr(cast, name).get_absolute_url() in urls) is is_there


def test_fix_with_two_pieces_of_evidence_is_listed_once(client, cast, scribe):
    cast.worked.evidence.create(finding=scribe.finding(cast.log, "fix", "Seen again on staging", "worked"))
    page = client.get("/fixes/?outcome=worked")
    assert [row["url"] for row in page.context["rows"]] == [cast.worked.get_absolute_url()]
    assertContains(page, "worked in 2 documents")


@pytest.mark.parametrize("kind", ["cause", "fix", "rule", "pattern"])
def test_more_rows_ask_no_more_queries(client, cast, scribe, kind, django_assert_max_num_queries):
    outcome = "worked" if kind == "fix" else ""
    for number in range(30):
        scribe.entry(kind, f"Number {number}", scribe.finding(cast.log, kind, f"Number {number}", outcome))
    with django_assert_max_num_queries(6):
        client.get(f"/{kind}s/" if kind != "fix" else "/fixes/")


@pytest.mark.parametrize("url", [f"{url}999999/" for url in LISTS])
def test_unknown_entry_is_not_found(client, db, url):
    assert client.get(url).status_code == 404
