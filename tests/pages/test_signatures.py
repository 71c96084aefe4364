import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from incidents.models import Document
from kb.models import State
from kb.signatures import index

URL = "/signatures/"


@pytest.fixture
def others(scribe):
    scribe.entry("signature", "ReferenceError: x is not defined", exception_type="ReferenceError", language="js")
    scribe.entry("signature", "panicked at src/main.rs", language="rust", state=State.CONFIRMED)


@pytest.fixture
def more(scribe, others):
    where = {"library": "sqlalchemy", "tool": "pytest", "phase": "setup"}
    scribe.entry("signature", "NoSuchModuleError: no plugin", language="sql", **where)


def titles(page):
    return [row["title"] for row in page.context["rows"]]


def test_lists_each_signature_with_what_its_fixes_came_to(client, cast):
    page = client.get(URL)
    assertContains(page, cast.signature.get_absolute_url())
    assertContains(page, "worked in 1 document")
    assertContains(page, "did not work in 1 document")
    assertContains(page, "6 May 2025")


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("language=rust", ["panicked at src/main.rs"]),
        ("language=rust&language=js", ["ReferenceError: x is not defined", "panicked at src/main.rs"]),
        ("type=ReferenceError", ["ReferenceError: x is not defined"]),
        ("proven=yes", ["LockTimeoutError: gave up after <*> s on row <*>"]),
        ("proven=no&language=rust", ["panicked at src/main.rs"]),
        ("state=confirmed", ["panicked at src/main.rs"]),
        ("library=sqlalchemy", ["NoSuchModuleError: no plugin"]),
        ("tool=pytest&phase=setup", ["NoSuchModuleError: no plugin"]),
        ("failed=yes", ["LockTimeoutError: gave up after <*> s on row <*>"]),
        ("q=defined+referenceerror", ["ReferenceError: x is not defined"]),
        ("language=cobol", []),
    ],
)
def test_filters_narrow_the_list(client, cast, more, query, shown):
    assert titles(client.get(f"{URL}?{query}")) == shown


def test_facets_count_what_choosing_them_would_show(client, cast, others):
    facets = client.get(f"{URL}?language=rust").context["facets"]
    counts = {facet.label: {choice.label: choice.n for choice in facet.choices} for facet in facets}
    assert counts["Language"] == {"js": 1, "python": 1, "rust": 1}
    assert counts["Has a proven fix"] == {"no": 1}


def test_choosing_a_facet_keeps_the_rest_of_the_address(client, cast, others):
    page = client.get(f"{URL}?q=e&language=rust&sort=new&page=1")
    assertContains(page, "?q=e&amp;language=rust&amp;language=python&amp;sort=new")
    assertContains(page, '<input type="hidden" name="language" value="rust">', html=True)


def test_value_that_nothing_has_can_be_undone(client, cast):
    page = client.get(f"{URL}?language=cobol")
    assertContains(page, "Nothing fits these filters")
    assertContains(page, "cobol")


@pytest.mark.parametrize("query", ["language=%00", "q=%00", "sort=%00", "page=%00", "type=%F0%9F%98%80", "page=-4"])
def test_nonsense_in_the_address_is_no_error(client, cast, query):
    assert client.get(f"{URL}?{query}").status_code == 200


@pytest.mark.parametrize("sort", ["met", "last", "new", "type", "open"])
def test_each_sort_shows_every_row_once(client, cast, others, sort):
    assert len(set(titles(client.get(f"{URL}?sort={sort}")))) == 3


def test_second_page_keeps_the_filters(client, scribe):
    for number in range(60):
        scribe.entry("signature", f"Broken pipe {number}", language="c")
    page = client.get(f"{URL}?language=c&page=2")
    assert len(titles(page)) == 10
    assertContains(page, "?language=c&amp;page=1")


def test_rejected_signature_is_not_listed(client, cast):
    cast.signature.state = State.REJECTED
    cast.signature.save()
    assertNotContains(client.get(URL), cast.signature.slug)


def test_empty_list_says_how_to_fill_it(client, db):
    assertContains(client.get(URL), f'<a href="{reverse("imports")}">Import documents</a>')


def test_more_rows_ask_no_more_queries(client, cast, scribe, django_assert_max_num_queries):
    for number in range(40):
        found = scribe.finding(cast.log, "signature", f"Broken pipe {number}")
        scribe.entry("signature", f"Broken pipe {number}", found)
    with django_assert_max_num_queries(6):
        client.get(reverse("signatures"))


def test_project_and_version_are_those_of_the_documents_that_met_it(client, cast, others):
    Document.objects.filter(pk=cast.log.pk).update(project="orders", version="2.0")
    assert titles(client.get(f"{URL}?project=orders&version=2.0")) == [cast.signature.title]
    facets = {facet.label: facet.choices for facet in client.get(URL).context["facets"]}
    assert [(choice.label, choice.n) for choice in facets["Project"]] == [("orders", 1)]


def test_what_an_error_says_of_its_origin_is_kept_with_it(cast):
    cast.signature.exception_type = "sqlalchemy.exc.TimeoutError"
    cast.signature.example = "ERROR at setup of test_take\nE   sqlalchemy.exc.TimeoutError: gave up"
    index(cast.signature, written=False)
    cast.signature.refresh_from_db()
    found = (cast.signature.library, cast.signature.tool, cast.signature.phase)
    assert found == ("sqlalchemy", "pytest", "setup")


def test_facet_that_all_rows_share_is_left_out(client, cast):
    page = client.get(URL)
    assertNotContains(page, "<summary>Language</summary>", html=True)
    assertContains(client.get(f"{URL}?language=python"), "<summary>Language</summary>", html=True)
