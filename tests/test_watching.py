"""Whom a notice reaches: those who watch or were named, who may see the thing, and never who did it."""

import pytest
from django.contrib.auth import get_user_model

from incidents.models import Document
from kb.watching import Notice, Watch, tell, thing_of, thing_of_tag

pytestmark = pytest.mark.django_db
WATCHED, MENTION = Notice.Kind.WATCHED, Notice.Kind.MENTION


@pytest.fixture
def ann(django_user_model):
    return django_user_model.objects.create_user("ann", first_name="Ann", last_name="Lee")


@pytest.fixture
def ben(django_user_model):
    return django_user_model.objects.create_user("ben")


@pytest.fixture
def report(ann):
    return Document.objects.create(location="/d/outage.md", path="outage.md", kind="incident", title="Outage")


def watch(user, thing):
    Watch.objects.create(user=user, thing=thing)


def changed(report, by):
    return tell(
        WATCHED, thing_of(report), by=by, text="Outage was revised", url=report.get_absolute_url(), document=report
    )


def test_who_watches_a_document_hears_of_it(ann, ben, report):
    watch(ben, thing_of(report))
    changed(report, by=ann)
    assert [(n.user, n.name, n.text) for n in Notice.objects.all()] == [(ben, "Ann Lee", "Outage was revised")]


def test_who_did_it_knows_already(ann, report):
    watch(ann, thing_of(report))
    assert not changed(report, by=ann)


def test_nobody_hears_of_what_they_may_not_see(ann, ben, report):
    Document.objects.update(visibility="restricted", author=ann)
    watch(ben, thing_of(report))
    assert not changed(report, by="somebody")


def test_what_nobody_has_seen_yet_is_not_told_twice(ann, ben, report):
    watch(ben, thing_of(report))
    changed(report, by=ann), changed(report, by=ann)
    assert Notice.objects.count() == 1


def test_what_was_seen_is_told_anew(ann, ben, report):
    watch(ben, thing_of(report))
    changed(report, by=ann)
    Notice.objects.update(seen_at=report.imported)
    changed(report, by=ann)
    assert Notice.objects.count() == 2


def test_who_is_named_hears_of_it_without_watching_and_once(ann, ben, report):
    tell(MENTION, thing_of(report), by=ann, text="@ben", url="/documents/1/", to=[ben, ben], document=report)
    assert Notice.objects.get().user == ben


def test_an_account_that_was_closed_hears_nothing(ann, ben, report):
    get_user_model().objects.filter(pk=ben.pk).update(is_active=False)
    watch(ben, thing_of(report))
    assert not changed(report, by=ann)


def test_a_tag_is_the_same_however_it_is_written():
    assert thing_of_tag("  SQLite  WAL ") == thing_of_tag("sqlite wal") == "tag-sqlite wal"
