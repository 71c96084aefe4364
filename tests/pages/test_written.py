"""Lists as Atom, JSON and CSV: what the page shows, for programs."""

import csv
import io
from xml.etree import ElementTree

import pytest
from pytest_django.asserts import assertContains

LISTS = ["/signatures/", "/causes/", "/fixes/", "/rules/", "/patterns/", "/documents/"]
ATOM = "{http://www.w3.org/2005/Atom}"


def titles(client, url, form):
    answer = client.get(url + ("&" if "?" in url else "?") + f"as={form}")
    if form == "json":
        return [row["title"] for row in answer.json()["rows"]]
    if form == "csv":
        return [row["title"] for row in csv.DictReader(io.StringIO(answer.getvalue().decode()))]
    return [entry.findtext(f"{ATOM}title") for entry in ElementTree.fromstring(answer.content).iter(f"{ATOM}entry")]


@pytest.mark.parametrize("form", ["atom", "json", "csv"])
@pytest.mark.parametrize("url", LISTS)
def test_every_list_is_written_as_it_is_shown(client, cast, url, form):
    assert titles(client, url, form) == [row["title"] for row in client.get(url).context["rows"]] != []


@pytest.mark.parametrize("form", ["atom", "json", "csv"])
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=debug_log", ["Log: the lock again"]),
        ("sort=old", ["Workers wait for a lock", "Log: the lock again"]),
        ("severity=high&q=lock", ["Workers wait for a lock"]),
        ("kind=poem", []),
    ],
)
def test_filters_and_sort_hold_there_too(client, cast, form, query, found):
    assert titles(client, f"/documents/?{query}", form) == found


def test_page_leads_to_its_forms_with_its_filters(client, cast):
    page = client.get("/documents/?kind=debug_log&page=1")
    assertContains(page, 'href="?kind=debug_log&amp;page=1&amp;as=json"')
    assertContains(page, '<link rel="alternate" type="application/atom+xml"')


def test_json_holds_a_page_and_leads_to_the_next(client, scribe):
    for number in range(70):
        scribe.entry("rule", f"Rule {number}")
    first = client.get("/rules/?as=json&q=Rule").json()
    assert (first["total"], first["page"], first["pages"], len(first["rows"])) == (70, 1, 2, 50)
    last = client.get(first["next"]).json()
    assert (len(last["rows"]), last["next"]) == (20, None)
    assert client.get(last["previous"]).json()["rows"] == first["rows"]


def test_csv_holds_all_that_was_found(client, scribe):
    for number in range(70):
        scribe.entry("rule", f"Rule {number}")
    assert len(titles(client, "/rules/?page=2", "csv")) == 70


def test_no_cell_is_a_formula(client, scribe):
    scribe.entry("rule", '=HYPERLINK("http://evil.example")')
    assert titles(client, "/rules/", "csv") == ['\'=HYPERLINK("http://evil.example")']


def test_addresses_are_whole(client, cast):
    row = client.get("/signatures/?as=json").json()["rows"][0]
    assert row["url"] == f"http://testserver{cast.signature.get_absolute_url()}"
    assert (row["documents"], row["worked"], row["last_met"]) == (2, 1, "2025-05-06")


def test_form_that_is_none_is_the_page(client, cast):
    assertContains(client.get("/rules/?as=%00"), "<h1>Rules</h1>")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("after=2025-05-01", 1),
        ("before=2025-03-04", 1),
        ("after=2025-03-05&before=2025-05-05", 0),
        ("after=2025-03-01&before=2025-05-31", 1),
    ],
)
def test_entries_are_found_by_the_days_that_met_them(client, cast, query, found):
    assert client.get(f"/signatures/?as=json&{query}").json()["total"] == found
