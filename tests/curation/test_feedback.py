"""What people say of a fix is counted beside what documents say, and follows the fix wherever it is filed."""

import pytest
from django.core.exceptions import ValidationError

from incidents.models import Document
from kb.catalogue import drop_unfounded, learn_all
from kb.curation.feedback import tell_outcome, withdraw
from kb.curation.merging import merge
from kb.curation.undoing import undo
from kb.models import Feedback, Fix

pytestmark = pytest.mark.django_db

RETRY = "Retry the upload with backoff"
AGAIN = "Send the file again after a pause that grows"


def told(text=RETRY):
    fix = Fix.objects.with_feedback().get(text=text)
    return fix.n_yes, fix.n_no


def test_yes_and_no_are_counted_apart_from_documents(note):
    note(RETRY, outcome="failed")
    for name, worked in (("Ann", True), ("Ben", True), ("Cy", False)):
        tell_outcome(Fix.objects.get(), worked=worked, by=name)
    assert told() == (2, 1)
    fix = Fix.objects.with_outcomes().get()
    assert (fix.n_worked, fix.n_failed) == (0, 1)


def test_who_thinks_again_is_counted_once(note):
    note(RETRY)
    tell_outcome(Fix.objects.get(), worked=True, by="Ann")
    tell_outcome(Fix.objects.get(), worked=False, by="Ann", note="It came back at night.")
    assert told() == (0, 1)
    assert Feedback.objects.count() == 2


def test_whoever_calls_themselves_as_somebody_else_takes_nothing_back(note, django_user_model):
    note(RETRY)
    tell_outcome(Fix.objects.get(), worked=True, by=django_user_model.objects.create(username="Ann"))
    tell_outcome(Fix.objects.get(), worked=False, by="Ann")
    assert told() == (1, 1)


def test_what_is_taken_back_counts_no_more(note):
    note(RETRY)
    withdraw(tell_outcome(Fix.objects.get(), worked=True, by="Ann"))
    assert told() == (0, 0)


def test_nobody_need_sign_where_the_site_allows_it(note, settings):
    note(RETRY)
    settings.ANONYMOUS_FEEDBACK = True
    tell_outcome(Fix.objects.get(), worked=True)
    tell_outcome(Fix.objects.get(), worked=True)
    assert told() == (2, 0)


def test_elsewhere_it_is_refused(note, settings):
    note(RETRY)
    settings.ANONYMOUS_FEEDBACK = False
    with pytest.raises(ValidationError, match="no feedback without a name"):
        tell_outcome(Fix.objects.get(), worked=True)


def test_no_secret_is_kept(note):
    note(RETRY)
    feedback = tell_outcome(Fix.objects.get(), worked=True, by="Ann", note="needs password=hunter2 in the file")
    assert "hunter2" not in feedback.note


def test_it_follows_a_merge_and_its_undoing(note):
    note(RETRY)
    note(AGAIN)
    tell_outcome(Fix.objects.get(text=AGAIN), worked=True, by="Ann")
    act = merge(Fix.objects.get(text=AGAIN), Fix.objects.get(text=RETRY), by="Ben")
    assert told() == (1, 0)
    undo(act, by="Ben")
    assert (told(), told(AGAIN)) == ((0, 0), (1, 0))


def test_it_outlives_its_documents_and_every_learning(note):
    note(RETRY)
    tell_outcome(Fix.objects.get(), worked=True, by="Ann")
    Document.objects.all().delete()
    drop_unfounded()
    note("Retry the upload with backoff.")
    learn_all(Document.objects.all())
    assert told("Retry the upload with backoff.") == (1, 0)
