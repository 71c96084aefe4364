"""Two people decide at once: one wins, the other is told what happened, and nothing is half done."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from kb.curation import entries
from kb.curation.deciding import Overtaken
from kb.curation.merging import merge
from kb.curation.splitting import split
from kb.curation.undoing import undo
from kb.models import Act, Evidence, Fix, Wording

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("shared_database")]

QUOTE = "Quote every path of the upload script"
WINDOWS = "Quote every path of the upload script on Windows"
OTHER = "Restart the ingest worker"


def at_once(*attempts):
    """What came of each, all begun at the same moment, each on a connection of its own."""
    start = Barrier(len(attempts))

    def run(attempt):
        start.wait()
        try:
            return attempt()
        except ValidationError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(attempts)) as pool:
        return list(pool.map(run, attempts))


def won_and_told(results):
    won = [result for result in results if isinstance(result, Act)]
    told = [result for result in results if isinstance(result, ValidationError)]
    assert (len(won), len(told)) == (1, len(results) - 1)
    return won[0], told


@pytest.fixture
def fix(note):
    note(QUOTE, WINDOWS)
    note(OTHER)
    return Fix.objects.get(text=QUOTE)


def again(fix):
    """The entry as each of the two has it before them."""
    return Fix.objects.get(pk=fix.pk)


def test_one_confirms_and_one_rejects(fix):
    ann, ben = again(fix), again(fix)
    results = at_once(lambda: entries.confirm(ann, by="Ann"), lambda: entries.reject(ben, by="Ben"))
    won, (told,) = won_and_told(results)
    assert isinstance(told, Overtaken)
    assert f"{won.name} {won.get_kind_display()} this on" in told.message
    assert Fix.objects.get(pk=fix.pk).state == won.changes[0]["after"]["state"]


def test_both_merge_each_into_the_other(fix):
    other = Fix.objects.get(text=OTHER)
    results = at_once(lambda: merge(fix, other, by="Ann"), lambda: merge(again(other), again(fix), by="Ben"))
    won_and_told(results)
    shown = Fix.objects.shown().with_documents().get()
    assert shown.n_documents == 2


def test_one_merges_what_the_other_splits(fix):
    other, chosen = Fix.objects.get(text=OTHER), list(Evidence.objects.filter(finding__text=WINDOWS))
    one, two = again(fix), again(fix)
    results = at_once(
        lambda: merge(one, other, by="Ann"), lambda: split(two, [each.finding_id for each in chosen], by="Ben")
    )
    won_and_told(results)
    assert Evidence.objects.exclude(fix__in=Fix.objects.shown()).count() == 0
    assert not Wording.objects.filter(fix=None, kind="fix").exists()


def test_three_undo_the_same(fix):
    act = entries.confirm(fix, by="Ann")
    won, told = won_and_told(at_once(*[lambda name=name: undo(act, by=name) for name in ("Ann", "Ben", "Cy")]))
    assert all(f"{won.name} undid this on" in error.message for error in told)
    assert not again(fix).decided


def test_a_document_comes_in_while_somebody_decides(fix, note):
    at_once(lambda: note(QUOTE, WINDOWS), lambda: entries.confirm(again(fix), by="Ann"))
    counted = Fix.objects.with_documents().get(pk=fix.pk)
    assert (counted.state, counted.n_documents) == ("confirmed", 2)


def test_two_documents_that_say_the_same_come_in_together(note):
    at_once(lambda: note(QUOTE), lambda: note(QUOTE), lambda: note(WINDOWS))
    assert Fix.objects.with_documents().get().n_documents == 3
