import pytest
from django.core.cache import cache
from pytest_django.asserts import assertContains, assertNotContains

from kb.models import SearchRow
from kb.search.indexing import catch_up


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
    assertContains(ask(client, "rows"), 'href="?q=rows+kind%3Afix"')


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
    cache.clear()
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
