"""Pastes are counted, not stored: how many a day, with which verdict, and which signatures they met."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection

from incidents.reading.values import Error, Failure
from kb.counting import count, verdict_of
from kb.curation.merging import merge
from kb.curation.undoing import undo
from kb.matching.values import Answer, Match, PasteAnswer
from kb.models import Meeting, Signature, VerdictCount

MONDAY, TUESDAY = date(2026, 5, 4), date(2026, 5, 5)


def answered(*verdicts, signature=0):
    """A paste with a failure for each verdict, all of one signature."""
    failure = Failure("generic", (Error("PoolError", "the pool is empty", 1),), (1, 1))
    matches = (Match(signature, 1.0, "S", "The same error."),) if signature else ()
    return PasteAnswer("", tuple(Answer(failure, verdict, "", matches) for verdict in verdicts))


def counts():
    return {(row.day, row.verdict): row.n for row in VerdictCount.objects.all()}


def meetings():
    return {(row.day, row.signature.title): row.n for row in Meeting.objects.select_related("signature")}


def signature(title):
    return Signature.objects.create(key=title, slug=title, title=title, template=title)


@pytest.mark.parametrize(
    ("verdicts", "counted"),
    [
        (["unknown", "known"], "known"),
        (["vague", "similar", "unknown"], "similar"),
        (["vague", "unknown"], "unknown"),
        (["vague"], "vague"),
        ([], "vague"),
    ],
)
def test_a_paste_counts_under_its_best_verdict(verdicts, counted):
    assert verdict_of(answered(*verdicts)) == counted


@pytest.mark.django_db
def test_each_day_has_its_own_counts():
    for day in (MONDAY, MONDAY, TUESDAY):
        count(answered("unknown"), day)
    count(answered("vague"), TUESDAY)
    assert counts() == {(MONDAY, "unknown"): 2, (TUESDAY, "unknown"): 1, (TUESDAY, "vague"): 1}


@pytest.mark.django_db
def test_a_signature_is_met_once_by_a_paste_with_two_of_it():
    pool = signature("pool")
    count(answered("known", "known", signature=pool.pk), MONDAY)
    assert meetings() == {(MONDAY, "pool"): 1}


@pytest.mark.django_db
@pytest.mark.parametrize("verdict", ["similar", "unknown", "vague"])
def test_what_is_only_near_is_not_met(verdict):
    count(answered(verdict, signature=signature("pool").pk), MONDAY)
    assert meetings() == {}


@pytest.mark.django_db
def test_a_signature_was_last_met_on_the_day_of_the_paste():
    pool = signature("pool")
    for day in (TUESDAY, MONDAY):
        count(answered("known", signature=pool.pk), day)
    assert Signature.objects.with_last_met().get().last_met == TUESDAY


@pytest.mark.django_db
def test_what_an_alias_met_counts_for_the_signature_until_the_merge_is_undone():
    pool, alias = signature("pool"), signature("alias")
    count(answered("known", signature=alias.pk), MONDAY)
    merged = merge(alias, pool, by="Ann")
    assert Signature.objects.with_last_met().get(pk=pool.pk).last_met == MONDAY
    undo(merged, by="Ann")
    assert Signature.objects.with_last_met().get(pk=pool.pk).last_met is None


@pytest.mark.django_db(transaction=True)
def test_pastes_at_the_same_moment_are_all_counted(shared_database):
    pks = [signature(title).pk for title in ("pool", "lock", "disk")]

    def paste(number):
        count(answered("known", signature=pks[number % 3]), MONDAY)
        connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(paste, range(30)))
    assert counts() == {(MONDAY, "known"): 30}
    assert set(meetings().values()) == {10}
