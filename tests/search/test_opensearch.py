"""What is special about a server that searches: it is told later, may be away, and gives so many hits at once."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django_tasks_db.models import DBTaskResult

from kb.curation.entries import edit, reject
from kb.models import SearchMark, SearchRow
from kb.search.asking import search
from kb.search.indexing import behind, forget
from kb.search.opensearch import send, send_soon, waiting
from kb.search.query import read_query
from kb.search.ranked import EngineAway
from kb.search.scope import FILTERS
from tests.search.stand_in import stand_in

NOBODY = "http://127.0.0.1:9"


@pytest.fixture
def server(settings):
    with stand_in() as server:
        settings.OPENSEARCH_URL = server.url
        yield server


@pytest.fixture
def sent(server, own_collection):
    """The collection by name, known to the server."""
    send()
    return own_collection


def found(text):
    return {str(hit.found) for hit in search(read_query(text, FILTERS)).hits}


def test_rows_wait_until_they_are_sent_and_are_found_then(server, own_collection):
    n_rows = SearchRow.objects.count()
    assert (behind(), found("aiosqlite")) == (n_rows, set())
    assert send() == n_rows
    assert (behind(), len(found("aiosqlite"))) == (0, 3)


def test_a_site_that_changes_to_the_server_is_behind_with_everything(settings, own_collection):
    n_rows = SearchRow.objects.count()
    assert behind() == 0
    settings.OPENSEARCH_URL = NOBODY
    assert behind() == n_rows


def test_one_task_sends_what_many_writes_left(server, own_collection):
    edit(own_collection["order"], text="Batches are locked without an order", by="Ada")
    edit(own_collection["rule"], text="Each query names its order", by="Ada")
    assert DBTaskResult.objects.filter(task_path=send_soon.module_path).count() == 1


def test_an_edited_entry_is_found_by_its_new_words_once_it_is_sent(sent):
    edit(sent["order"], text="Batches are locked without an order", by="Ada")
    assert found("kind:cause different order") == {"Batches are locked without an order"}
    send()
    assert (found("kind:cause different"), found("kind:cause batches")) == (
        set(),
        {"Batches are locked without an order"},
    )


def test_a_rejected_entry_is_hidden_at_once(sent):
    reject(sent["rule"], by="Ada")
    assert found("kind:rule batch") == set()


def test_what_is_forgotten_is_taken_out(sent, server):
    forget("fix", [sent["raise"].pk])
    n_before = len(server.rows)
    assert (send(), len(server.rows)) == (1, n_before - 1)


def test_sending_twice_changes_nothing(sent, server):
    rows = dict(server.rows)
    SearchMark.objects.bulk_create(SearchMark(row=int(pk)) for pk in rows)
    assert (send(), server.rows) == (len(rows), rows)


def test_an_older_writer_that_comes_late_changes_nothing(sent, server):
    server.versions = dict.fromkeys(server.versions, 2**62)
    edit(sent["order"], text="Batches are locked without an order", by="Ada")
    assert (send(), found("kind:cause batches"), waiting()) == (1, set(), 0)


def test_an_index_that_was_lost_is_made_and_filled_again(sent, server):
    server.rows, server.versions = None, {}
    assert found("aiosqlite") == set()
    assert send() == SearchRow.objects.count()
    assert len(found("aiosqlite")) == 3


def test_a_common_word_with_a_narrow_filter_finds_what_the_best_hits_lack(sent, server):
    server.window = 1
    page = search(read_query("order kind:document", FILTERS))
    assert [hit.found for hit in page.hits] == [sent["lock"]]
    assert page.is_capped


def test_a_server_that_is_away_is_tried_again_and_said_on_the_page(client, settings, sent):
    settings.OPENSEARCH_URL = NOBODY
    edit(sent["rule"], text="Each query names its order", by="Ada")
    page = client.get("/search/", {"q": "order"})
    assert (page.status_code, waiting()) == (503, 1)
    assert "does not answer just now" in page.content.decode()
    DBTaskResult.objects.all().delete()
    with pytest.raises(EngineAway):
        send_soon.func()
    assert DBTaskResult.objects.get().run_after.year < 9999


def test_the_command_says_what_it_sent_and_what_it_could_not(settings, server, own_collection):
    out, n_rows = StringIO(), SearchRow.objects.count()
    call_command("reindex", stdout=out)
    assert f"Sent to OpenSearch: {n_rows}." in out.getvalue()
    settings.OPENSEARCH_URL = NOBODY
    SearchMark.objects.create(row=1)
    with pytest.raises(CommandError, match="Still to be sent: 1 rows"):
        call_command("reindex", stdout=out)
