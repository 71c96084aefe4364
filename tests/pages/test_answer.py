import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django.asserts import assertContains, assertNotContains

from kb.models import KeptPaste, State, VerdictCount
from kb.signatures import index

URL = "/match/"
PASTE = """\
Traceback (most recent call last):
  File "queue.py", line 12, in take
LockTimeoutError: gave up after 30 s on row 17
"""


@pytest.fixture
def indexed(cast):
    index(cast.signature, written=True)
    return cast


def ask(client, text=PASTE):
    return client.post(URL, {"text": text})


def test_known_error_comes_with_its_whole_story(client, indexed):
    page = ask(client)
    assert page.context["answers"][0].answer.verdict == "known"
    for name in ("cause", "worked", "failed", "proposed", "rule", "pattern"):
        assertContains(page, getattr(indexed, name).get_absolute_url())


def test_each_statement_leads_to_its_line(client, indexed):
    page = ask(client)
    for name in ("signature", "cause", "worked", "failed", "rule", "pattern"):
        assertContains(page, f"{indexed.incident.get_absolute_url()}#L{indexed.findings[name].first_line}")


def test_outcomes_are_told_apart_in_words(client, indexed):
    page = ask(client)
    assertContains(page, "did not work")
    assertContains(page, "proposed")


def test_lines_of_the_failure_are_shown_with_their_numbers(client, indexed):
    page = ask(client, "collected 4 items\n\n" + PASTE)
    assertContains(page, '<span data-n="5">LockTimeoutError: gave up after 30 s on row 17')


def test_unknown_error_says_so_and_offers_no_story(client, indexed):
    page = ask(client, "TariffError: the harbour table names no zone for parcel offices\n")
    assert page.context["answers"][0].answer.verdict == "unknown"
    assertNotContains(page, indexed.worked.get_absolute_url())


def test_text_without_an_error_is_answered_too(client, indexed):
    page = ask(client, "All is well today.\n")
    assert page.status_code == 200
    assertNotContains(page, indexed.worked.get_absolute_url())


def test_rejected_signature_is_not_offered(client, indexed):
    indexed.signature.state = State.REJECTED
    indexed.signature.save()
    assertNotContains(ask(client), indexed.signature.get_absolute_url())


def test_file_is_read_in_its_own_encoding(client, indexed):
    log = SimpleUploadedFile("run.log", PASTE.encode("utf-16"))
    page = client.post(URL, {"text": "", "file": log})
    assertContains(page, indexed.signature.get_absolute_url())


def test_file_that_is_no_text_is_refused_in_words(client, indexed):
    picture = SimpleUploadedFile("run.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    assertContains(client.post(URL, {"file": picture}), "run.png is no text")


@pytest.mark.parametrize("text", ["", "   \n\n"])
def test_empty_paste_asks_for_something(client, db, text):
    assertContains(ask(client, text), "Nothing to look for yet")


@pytest.mark.parametrize("text", ["\x00", "E   ValueError: \x00", "E   ValueError: \x85\u2028\x1b[31m"])
def test_any_character_may_be_pasted(client, db, text):
    assert ask(client, text).status_code == 200


def test_markup_in_a_paste_is_shown_as_text(client, indexed):
    assertNotContains(ask(client, "ValueError: <script>alert(1)</script>\n"), "<script>alert")


def test_the_box_is_offered_where_nothing_was_sent(client, db):
    assertContains(client.get(URL), 'name="text"')


def test_more_failures_ask_no_more_of_the_stories(client, indexed, scribe, django_assert_max_num_queries):
    text = "".join(f"{PASTE}\nValueError: number {word} is odd\n\n" for word in ("one", "two", "three", "four"))
    with django_assert_max_num_queries(25):
        ask(client, text)


def test_an_answered_paste_is_counted_and_nothing_of_it_stored(client, indexed):
    ask(client)
    client.get(URL)
    assert [(row.verdict, row.n) for row in VerdictCount.objects.all()] == [("known", 1)]
    assert indexed.signature.meetings.get().n == 1
    assert not KeptPaste.objects.exists()
