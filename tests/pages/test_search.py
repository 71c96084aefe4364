import csv
import io
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from django.core.cache import caches
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from incidents.models import Document
from kb.models import SearchRow
from kb.search.indexing import catch_up

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def indexed(cast):
    catch_up()
    return cast


def ask(client, question, **more):
    return client.get("/search/", {"q": question}, **more)


def test_documents_and_entries_are_found_with_what_was_found_marked(client, indexed):
    page = ask(client, "timeout error")
    assertContains(page, indexed.incident.get_absolute_url())
    assertContains(page, "Lock<mark>Timeout</mark><mark>Error</mark>")


def test_the_question_is_said_as_understood(client, indexed):
    page = ask(client, "lock kind:fix kind:incident outcome:failed before:2026-01-01")
    assertContains(page, "Fix or incident with <em>lock</em>, outcome <em>failed</em>, before <em>1 Jan 2026</em>")


def test_an_unknown_filter_is_named(client, indexed):
    assertContains(ask(client, "colour:red"), "There is no filter “colour”")


def test_kinds_are_counted_and_lead_to_the_question_of_that_kind(client, indexed):
    assertContains(ask(client, "rows"), 'href="?q=kind%3Afix+rows"')


def test_a_mistyped_word_is_proposed(client, indexed):
    assertContains(ask(client, "timeuot"), "Did you mean")


def test_an_error_is_offered_to_the_matcher(client, indexed):
    page = ask(client, "LockTimeoutError: gave up after 12 s on row 9")
    assertContains(page, 'action="/match/"')
    assertNotContains(ask(client, "lock timeout"), 'class="notice search-error"')


def test_nothing_asked_tells_what_can_be(client, indexed):
    assertContains(client.get("/search/"), "<code>debug_log</code>")


def test_a_broken_page_number_shows_the_first_page(client, indexed):
    assertContains(client.get("/search/?q=rows&page=second"), indexed.worked.get_absolute_url())


def test_text_is_never_taken_for_markup(client, indexed):
    assertNotContains(ask(client, "<script>alert(1)</script>"), "<script>alert")


def test_while_typing_only_what_changes_is_sent(client, indexed):
    panel = ask(client, "lock", headers={"HX-Request": "true", "HX-Target": "site-found"})
    found = ask(client, "lock", headers={"HX-Request": "true", "HX-Target": "found"})
    assertNotContains(panel, "<html")
    assertNotContains(found, "<html")
    assertContains(panel, "All that was found")
    assertContains(found, "Documents and entries with")


def test_the_page_is_whole_again_after_going_back(client, indexed):
    page = ask(client, "lock", headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assertContains(page, "<html")
    assert "HX-Request" in page.headers["Vary"]


def test_the_page_says_when_the_index_is_behind(client, cast):
    SearchRow.objects.all().delete()
    caches["pages"].clear()
    assertContains(client.get("/search/"), "manage.py reindex")


def test_more_hits_ask_no_more_queries(client, indexed, scribe, django_assert_max_num_queries):
    for number in range(30):
        scribe.entry("cause", f"Rows were taken in the wrong order {number}")
    catch_up()
    client.get("/search/")
    with django_assert_max_num_queries(9):
        assertContains(ask(client, "rows"), 'rel="next"')


def test_every_page_has_the_box(client, indexed):
    assertContains(client.get("/documents/"), 'action="/search/"')


@pytest.fixture
def many(indexed, scribe):
    for number in range(30):
        scribe.entry("cause", f"Rows were taken in the wrong order {number}")
    catch_up()


def rows_of(answer, form):
    if form == "json":
        return [row["url"] for row in answer.json()["rows"]]
    if form == "csv":
        return [row["url"] for row in csv.DictReader(io.StringIO(answer.getvalue().decode()))]
    return [link.get("href") for link in ElementTree.fromstring(answer.content).iterfind(f"{ATOM}entry/{ATOM}link")]


@pytest.mark.parametrize("form", ["atom", "json", "csv"])
@pytest.mark.parametrize("question", ["lock", "kind:fix outcome:failed", "kind:incident lock", "zebra"])
def test_a_search_is_written_as_it_is_shown(client, indexed, question, form):
    shown = [f"http://testserver{hit.found.get_absolute_url()}" for hit in ask(client, question).context["page"].hits]
    assert rows_of(client.get("/search/", {"q": question, "as": form}), form) == shown


def test_json_of_a_search_leads_from_page_to_page_and_a_table_holds_all(client, many):
    first = client.get("/search/?q=rows+kind:cause&as=json").json()
    last = client.get(first["next"]).json()
    assert (len(first["rows"]), len(last["rows"]), last["next"]) == (20, 11, None)
    assert client.get(last["previous"]).json()["rows"] == first["rows"]
    table = rows_of(client.get("/search/?q=rows+kind:cause&page=2&as=csv"), "csv")
    assert table == [row["url"] for page in (first, last) for row in page["rows"]]


@pytest.mark.parametrize(
    ("question", "leads_to"),
    [
        ("lock", "severity%3Ahigh+lock"),
        ("lock severity:low", "severity%3Alow+severity%3Ahigh+lock"),
        ("lock severity:high severity:low", "severity%3Alow+lock"),
        ("lock tag:queue", "lock"),
        ('lock tag:"two words" tag:queue', "tag%3A%22two+words%22+lock"),
        ("lock", "sort%3Anewest+lock"),
        ("lock sort:newest", "lock"),
    ],
)
def test_values_of_filters_are_put_into_the_question_and_taken_out(client, indexed, question, leads_to):
    chip = f'href="?q={leads_to}"'
    assertContains(ask(client, question), chip)


def test_the_filters_tell_how_much_of_what_was_found_has_each_value(client, indexed):
    narrow = ask(client, "rows", headers={"HX-Request": "true", "HX-Target": "narrow"})
    assertNotContains(narrow, "<html")
    assertContains(narrow, 'high <span class="n">3</span>')
    assertNotContains(narrow, "severity%3Alow")
    assertContains(ask(client, "severity:high rows"), 'resolved <span class="n">3</span>')
    assertNotContains(ask(client, "rows"), 'high <span class="n">')


def test_what_a_chip_counts_is_what_it_finds(client, indexed):
    page = ask(client, "row")
    kinds = {chip.label: chip for chip in page.context["chips"]}
    for chip in kinds.values():
        found = ask(client, chip.question).context["page"]
        assert chip.n == len(found.hits), chip.label


@pytest.mark.parametrize(
    ("chosen", "question"),
    [
        ({"after": "2026-01-01", "before": ""}, "after:2026-01-01 lock"),
        ({"after": "", "before": "2026-02-01"}, "before:2026-02-01 lock"),
        ({"after": "2025-01-01", "before": "2026-02-01"}, "before:2026-02-01 after:2025-01-01 lock"),
    ],
)
def test_days_are_chosen_and_stand_in_the_question_from_then_on(client, indexed, chosen, question):
    page = client.get("/search/", {"q": "after:2020-01-01 lock"} | chosen)
    assertRedirects(page, f"/search/?{urlencode({'q': question})}")


def test_a_day_that_is_none_is_left_out(client, indexed):
    assertContains(client.get("/search/?q=lock&after=soon&before="), indexed.signature.get_absolute_url())


def test_a_signature_tells_where_it_was_met_and_what_became_of_its_fixes(client, indexed):
    page = ask(client, "kind:signature lock")
    assertContains(page, "signature · 2 documents · last met")
    assertContains(page, '<span class="hidden"> did not work</span>')


@pytest.mark.parametrize(
    ("question", "is_there"),
    [("lock project:orders", True), ("lock project:mail", False), ("lock version:2.0", True), ("version:2", False)],
)
def test_project_and_version_are_filters(client, indexed, question, is_there):
    Document.objects.filter(pk=indexed.incident.pk).update(project="Orders", version="2.0")
    urls = [hit.found.get_absolute_url() for hit in ask(client, question).context["page"].hits]
    assert (indexed.incident.get_absolute_url() in urls) is is_there
    assert (indexed.signature.get_absolute_url() in urls) is is_there
