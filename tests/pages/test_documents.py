import pytest
from pytest_django.asserts import assertContains

URL = "/documents/"


def titles(page):
    return [row["title"] for row in page.context["rows"]]


def test_lists_documents_newest_first_with_their_findings(client, cast):
    page = client.get(URL)
    assert titles(page) == ["Log: the lock again", "Workers wait for a lock"]
    assertContains(page, '<abbr title="rules">R</abbr>1', html=True)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("kind=debug_log", ["Log: the lock again"]),
        ("status=resolved", ["Workers wait for a lock"]),
        ("severity=high", ["Workers wait for a lock"]),
        ("after=2025-05-01", ["Log: the lock again"]),
        ("before=2025-05-01", ["Workers wait for a lock"]),
        ("q=backoff", ["Log: the lock again"]),
        ("q=LOCK+order", ["Workers wait for a lock"]),
        ("sort=old", ["Workers wait for a lock", "Log: the lock again"]),
        ("kind=poem", []),
    ],
)
def test_filters_narrow_the_list(client, cast, query, shown):
    assert titles(client.get(f"{URL}?{query}")) == shown


def test_facets_show_words_and_counts(client, cast):
    facets = client.get(URL).context["facets"]
    assert [(choice.label, choice.n) for choice in facets[0].choices] == [("debugging log", 1), ("incident report", 1)]


@pytest.mark.parametrize("query", ["after=yesterday", "before=2025-13-45", "kind=%00", "q=%00"])
def test_nonsense_in_the_address_is_no_error(client, cast, query):
    assert client.get(f"{URL}?{query}").status_code == 200


def test_date_that_is_none_is_pointed_out(client, cast):
    assertContains(client.get(f"{URL}?after=yesterday"), "Enter a valid date")


def test_more_documents_ask_no_more_queries(client, cast, scribe, django_assert_max_num_queries):
    for number in range(40):
        document = scribe.document(f"# Report {number}\n\nSomething broke.\n")
        scribe.finding(document, "signature", "Something broke.")
    with django_assert_max_num_queries(5):
        client.get(URL)
