"""The index follows what it is about, in the same transaction, and can be written anew at any time."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from incidents.models import Document
from incidents.revising import delete, revise
from kb.catalogue import drop_unfounded, learn
from kb.curation.entries import edit, reject
from kb.curation.undoing import undo
from kb.models import SearchRow
from kb.search.asking import search
from kb.search.indexing import behind, catch_up, reindex
from kb.search.query import read_query
from kb.search.scope import FILTERS, Visible, all_shown
from tests.search.conftest import write_document

REPORT = b"""\
# Incident Report: Nightly job stops

**Root Cause**: The certificate of the mirror had run out.

**Resolution**: The certificate was renewed by hand.
"""


def found(text, **more):
    return {str(hit.found) for hit in search(read_query(text, FILTERS), **more).hits}


@pytest.fixture
def report(db, tmp_path):
    (tmp_path / "nightly.md").write_bytes(REPORT)
    call_command("import_documents", str(tmp_path), stdout=StringIO(), verbosity=0)
    return Document.objects.get()


def test_what_is_imported_is_found_with_its_entries(report):
    assert found("certificate") > {report.title, "The certificate of the mirror had run out."}
    assert behind() == 0


def test_a_new_revision_replaces_the_old_words(report):
    learn(revise(report, REPORT.replace(b"certificate", b"passport"), by="Ada"))
    drop_unfounded()
    assert found("certificate") == set()
    assert report.title in found("passport")


def test_a_transaction_that_fails_leaves_the_index_as_it_was(report):
    with transaction.atomic():
        learn(revise(report, REPORT.replace(b"certificate", b"passport"), by="Ada"))
        transaction.set_rollback(True)
    assert found("passport") == set()
    assert report.title in found("certificate")


def test_a_deleted_document_is_found_no_more(report):
    delete(report, by="Ada")
    assert report.title not in found("certificate")
    list(reindex())
    assert not SearchRow.objects.filter(what="document").exists()


def test_an_edited_entry_is_found_by_its_new_words_and_after_an_undo_by_its_old(own_collection):
    act = edit(own_collection["order"], text="Batches are locked without an order", by="Ada")
    assert found("kind:cause batches") == {"Batches are locked without an order"}
    undo(act, by="Ada")
    assert found("kind:cause batches") == set()
    assert found("kind:cause different order") == {"Two workers take rows in different order"}


def test_a_rejected_entry_is_found_no_more(own_collection):
    reject(own_collection["rule"], by="Ada")
    assert found("kind:rule") == set()


def test_what_may_not_be_seen_is_neither_found_nor_counted_nor_proposed(own_collection):
    visible = Visible(all_shown().rows | {"document": Document.objects.exclude(severity="critical")})
    page = search(read_query("row 17", FILTERS), visible=visible)
    assert (page.hits, page.counts) == ((), ())
    assert search(read_query("fixtrue", FILTERS)).suggestion in ("fixture", "")
    hidden = Visible(all_shown().rows | {"document": Document.objects.none()})
    assert search(read_query("fixtrue", FILTERS), visible=hidden).suggestion == ""


@pytest.mark.parametrize("n_hidden", [0, 1, 9, 35])
def test_where_better_ones_may_not_be_seen_the_next_come(db, n_hidden):
    """However many those are, nothing is left out and nothing comes twice."""
    for number in range(40):
        write_document("other", f"Zebra {number}", f"{number}.md", "", "open", "", [], "zebra " * number)
    catch_up()
    best_first = [hit.found.pk for hit in search(read_query("zebra", FILTERS), per_page=40).hits]
    seen = Document.objects.exclude(pk__in=best_first[:n_hidden])
    visible = Visible(all_shown().rows | {"document": seen})
    pages = [search(read_query("zebra", FILTERS), visible=visible, page=page, per_page=5) for page in range(1, 9)]
    assert [hit.found.pk for page in pages for hit in page.hits] == best_first[n_hidden:]
    assert pages[0].counts == (("other", 40 - n_hidden),)


def test_reindexing_twice_writes_nothing_the_second_time(own_collection):
    SearchRow.objects.filter(what="document").delete()
    n_documents = Document.objects.count()
    assert behind() == n_documents
    assert [sum(reindex()), sum(reindex())] == [n_documents, 0]


def test_a_moved_document_is_behind_until_it_is_caught_up_with(own_collection):
    document = own_collection["lock"]
    document.path = "archive/elephants.md"
    document.save()
    assert (behind(), catch_up(), behind()) == (1, 1, 0)
    assert found("elephants") == {document.title}


def test_a_very_long_document_is_found_by_its_beginning(own_collection):
    document = own_collection["fixture"]
    words = " ".join(f"word{number}x{number:x}" for number in range(90_000))
    learn(revise(document, f"# Sprint 14: fixtures\n\nelephants\n{words}\n".encode(), by="Ada"))
    assert found("elephants") == {"Sprint 14: fixtures"}


def test_the_command_says_how_much_is_behind_and_catches_up(own_collection):
    SearchRow.objects.filter(what="fix").delete()
    with pytest.raises(CommandError, match="reindex"):
        call_command("reindex", "--check", stdout=StringIO())
    out = StringIO()
    call_command("reindex", stdout=out)
    assert "does not have as they are: 3" in out.getvalue()
    assert behind() == 0
