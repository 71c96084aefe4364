import pytest
from django.core.management import call_command
from pytest_django.asserts import assertContains

from incidents.models import Document, Finding
from kb.models import State

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
        ("cause=stated", ["Workers wait for a lock"]),
        ("cause=none", ["Log: the lock again"]),
        ("outcome=failed", ["Workers wait for a lock"]),
        ("waits=no", []),
        ("tag=sqlite&project=orders", ["Log: the lock again"]),
        ("version=2.0", ["Log: the lock again"]),
        ("kind=poem", []),
    ],
)
def test_filters_narrow_the_list(client, cast, query, shown):
    Document.objects.filter(pk=cast.log.pk).update(project="orders", version="2.0")
    cast.log.tags.create(name="sqlite")
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


def test_a_cause_that_nobody_is_sure_of_is_to_be_determined(client, cast):
    Finding.objects.filter(kind="cause").update(tentative=True)
    assert titles(client.get(f"{URL}?cause=doubtful")) == ["Workers wait for a lock"]


def test_what_is_judged_waits_no_more(client, cast):
    for entry in (cast.signature, cast.proposed):
        type(entry).objects.filter(pk=entry.pk).update(state=State.CONFIRMED)
    assert titles(client.get(f"{URL}?waits=no")) == ["Log: the lock again"]


def test_imported_documents_have_their_tags_and_project(client, db, tmp_path):
    (tmp_path / "pool.md").write_text(
        "---\ntags: [SQLite, pool]\nproject: orders\nversion: 2.0\n---\n# Pool\n\nBroke.\n"
    )
    call_command("import_documents", str(tmp_path), verbosity=0)
    facets = {facet.label: facet.choices for facet in client.get(URL).context["facets"]}
    named = {label: [choice.label for choice in facets[label]] for label in ("Tag", "Project", "Version")}
    assert named == {"Tag": ["pool", "sqlite"], "Project": ["orders"], "Version": ["2.0"]}
