"""What a person decided about an entry binds, whatever documents come and go, until it is undone."""

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction

from incidents.models import Document
from kb.catalogue import drop_unfounded, learn_all
from kb.curation import entries
from kb.curation.deciding import Overtaken
from kb.curation.undoing import undo
from kb.models import Act, Cause, Fix, Signature, State
from tests.curation.catalogue import catalogue

pytestmark = pytest.mark.django_db

CLOSE = "Close the session before the template is rendered."
CLOSING = "Close session before rendering the template"
ERROR = "acme.QueueError: channel to worker alpha closed before the reply"


def learn_everything():
    learn_all(Document.objects.all())
    drop_unfounded()


DECISIONS = {
    "confirm": lambda fix: entries.confirm(fix, by="Ann"),
    "reject": lambda fix: entries.reject(fix, by="Ann"),
    "edit": lambda fix: entries.edit(fix, by="Ann", text="Close every session before anything is shown"),
    "retire": lambda fix: entries.retire(fix, by="Ann"),
    "own": lambda fix: entries.set_owner(fix, "Ben", by="Ann"),
    "verify": lambda fix: entries.verify(fix, date(2026, 5, 4), by="Ann", review_by=date(2026, 11, 4)),
    "review": lambda fix: entries.set_review(fix, date(2026, 11, 4), by="Ann"),
}


@pytest.mark.parametrize("decide", DECISIONS.values(), ids=DECISIONS)
def test_learning_again_changes_nothing_that_was_decided(note, decide):
    note(CLOSE)
    decide(Fix.objects.get())
    before = catalogue()
    learn_everything()
    assert catalogue() == before


@pytest.mark.parametrize("decide", DECISIONS.values(), ids=DECISIONS)
def test_it_stands_when_no_document_speaks_for_it_any_more(note, decide):
    document = note(CLOSE)
    decide(Fix.objects.get())
    document.delete()
    drop_unfounded()
    assert Fix.objects.get().decided


@pytest.mark.parametrize("decide", DECISIONS.values(), ids=DECISIONS)
def test_undone_is_as_if_never_decided(note, decide):
    note(CLOSE)
    note("Restart the ingest worker")
    before = catalogue()
    act = decide(Fix.objects.get(text=CLOSE))
    assert catalogue() != before
    undo(act, by="Ben")
    assert catalogue() == before
    learn_everything()
    assert catalogue() == before


def test_the_history_tells_who_what_when_and_why(note):
    note(CLOSE)
    ann = User.objects.create(username="ann", first_name="Ann", last_name="Lee")
    entries.confirm(Fix.objects.get(), by=ann, why="Seen in production.")
    act = Act.objects.about(Fix.objects.get()).get()
    assert (act.kind, act.user, act.name, act.why) == ("confirm", ann, "Ann Lee", "Seen in production.")
    assert act.changes[0]["before"] == {"state": "suggested"}
    assert act.changes[0]["after"] == {"state": "confirmed"}


def test_what_was_rejected_does_not_come_back_in_other_words(note):
    note(CLOSE)
    entries.reject(Fix.objects.get(), by="Ann")
    note(CLOSING)
    assert not Fix.objects.shown().exists()
    assert Fix.objects.with_documents().get().n_documents == 2


def test_what_was_confirmed_keeps_its_words(note):
    note(CLOSE)
    entries.confirm(Fix.objects.get(), by="Ann")
    note(CLOSING)
    assert Fix.objects.get().text == CLOSE


def test_two_that_were_confirmed_are_not_filed_together_by_what_stands_between(note):
    first, last = "Quote every path of the upload script", "Quote every path of the upload script on Windows servers"
    note(first)
    note(last)
    for fix in Fix.objects.all():
        entries.confirm(fix, by="Ann")
    note("Quote every path of the upload script on Windows")
    assert set(Fix.objects.values_list("text", flat=True)) == {first, last}


def test_an_edited_sentence_is_met_again_as_it_was_and_as_it_is(note):
    note(CLOSE)
    entries.edit(Fix.objects.get(), by="Ann", text="Never show what the session still holds")
    note(CLOSING, "Never show what a session still holds.")
    assert Fix.objects.with_documents().get().n_documents == 2


def test_an_edited_signature_goes_on_with_its_documents(note):
    note(ERROR, kind="signature")
    act = entries.edit(Signature.objects.get(), by="Ann", template="channel to worker <*> closed before the reply")
    note(ERROR, kind="signature")
    assert Signature.objects.with_documents().get().n_documents == 2
    undo(act, by="Ann")
    assert Signature.objects.get().template == "channel to worker alpha closed before the reply"


@pytest.mark.parametrize("decide", [entries.confirm, entries.reject])
def test_nobody_overrules_without_undoing(note, decide):
    note(CLOSE)
    entries.confirm(Fix.objects.get(), by="Ann")
    with pytest.raises(ValidationError, match=r"Ann confirmed this on .*: undo that first"):
        decide(Fix.objects.get(), by="Ben")


def test_who_decides_on_what_has_changed_is_told_so(note):
    note(CLOSE)
    shown_to_ben = Fix.objects.get()
    entries.reject(Fix.objects.get(), by="Ann")
    with pytest.raises(Overtaken, match=r"Ann rejected this on .*, after you opened it"):
        entries.set_owner(shown_to_ben, "Ben", by="Ben")
    assert Fix.objects.get().owner == ""


def test_supersession_stands_on_both(note):
    note(CLOSE, "Use the streaming response")
    old, new = Fix.objects.get(text=CLOSE), Fix.objects.exclude(text=CLOSE).get()
    act = entries.supersede(old, new, by="Ann")
    assert Fix.objects.get(pk=old.pk).superseded_by == new
    assert list(new.supersedes.all()) == [old]
    assert Act.objects.about(old).get() == Act.objects.about(new).get() == act


REFUSED = {
    "no words": (lambda fix: entries.edit(fix, by="Ann", text="  "), "cannot be without words"),
    "no change": (lambda fix: entries.edit(fix, by="Ann", text=CLOSE), "Nothing would change"),
    "itself": (lambda fix: entries.supersede(fix, fix, by="Ann"), "cannot supersede itself"),
    "the words of another": (lambda fix: entries.edit(fix, by="Ann", text="Restart the worker"), "says this already"),
}


@pytest.mark.parametrize("decide, why", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_is_refused_and_leaves_no_trace(note, decide, why):
    note(CLOSE, "Restart the worker")
    before = catalogue()
    with pytest.raises(ValidationError, match=why):
        decide(Fix.objects.get(text=CLOSE))
    assert catalogue() == before
    assert not Act.objects.exists()


def test_a_decision_is_undone_once(note):
    note(CLOSE)
    act = entries.confirm(Fix.objects.get(), by="Ann")
    undo(act, by="Ben")
    with pytest.raises(Overtaken, match="Ben undid this on"):
        undo(act, by="Cy")


def test_what_a_later_decision_builds_on_is_not_undone_before_it(note):
    note(CLOSE)
    first = entries.set_owner(Fix.objects.get(), "Ben", by="Ann")
    second = entries.set_owner(Fix.objects.get(), "Cy", by="Ben")
    with pytest.raises(ValidationError, match=r"Ben owner set this on .*: undo that first"):
        undo(first, by="Ann")
    undo(second, by="Ben")
    undo(first, by="Ann")
    assert Fix.objects.get().owner == ""


def test_a_confirmed_cause_outlives_the_undoing_of_another_decision(note):
    document = note("Two workers take rows in different order", kind="cause")
    entries.confirm(Cause.objects.get(), by="Ann")
    undo(entries.set_owner(Cause.objects.get(), "Ben", by="Ann"), by="Ann")
    document.delete()
    drop_unfounded()
    assert Cause.objects.get().state == State.CONFIRMED


def test_the_history_is_never_edited(note):
    note(CLOSE)
    act = entries.confirm(Fix.objects.get(), by="Ann")
    act.why = "Something else"
    for change in (act.save, act.delete, Act.objects.all().delete, lambda: Act.objects.update(why="")):
        with pytest.raises(TypeError, match="The history is never"), transaction.atomic():
            change()
    assert Act.objects.get().why == ""
