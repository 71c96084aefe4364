"""What was merged stays merged, whatever is learnt again, and comes apart without a trace when that is undone."""

import pytest
from django.core.exceptions import ValidationError

from incidents.models import Document, Finding, FindingLink
from kb.answers import answer_paste
from kb.catalogue import drop_unfounded, learn_all
from kb.curation import entries
from kb.curation.merging import merge
from kb.curation.previewing import preview
from kb.curation.undoing import undo
from kb.models import Act, CauseFix, Fix, Rule, Signature
from tests.curation.catalogue import catalogue

pytestmark = pytest.mark.django_db

RETRY = "Retry the upload with backoff"
AGAIN = "Send the file again after a pause that grows"
ERROR = "acme.QueueError: channel to worker alpha closed before the reply"
SAME_ERROR = "acme.PipeError: nobody reads what is written to the pipe of jobs"


def named(text):
    return Fix.objects.get(text=text)


def signature(text):
    return Signature.objects.get(example=text)


def test_the_documents_of_both_speak_for_the_one_that_stands(note):
    note(RETRY)
    note(AGAIN)
    merge(named(AGAIN), named(RETRY), by="Ann", why="Both resend.")
    assert [(fix.text, fix.n_documents) for fix in Fix.objects.shown().with_documents()] == [(RETRY, 2)]
    assert list(named(RETRY).aliases.all()) == [named(AGAIN)]


def test_the_outcomes_of_both_are_counted_together(note):
    note(RETRY, outcome="worked")
    note(AGAIN, outcome="failed")
    merge(named(AGAIN), named(RETRY), by="Ann")
    fix = Fix.objects.shown().with_outcomes().get()
    assert (fix.n_worked, fix.n_failed, fix.n_proposed) == (1, 1, 0)


def test_it_binds_what_is_learnt_later(note):
    note(RETRY)
    note(AGAIN)
    merge(named(AGAIN), named(RETRY), by="Ann")
    note("Sent the file again after a pause that grows.")
    assert Fix.objects.shown().with_documents().get().n_documents == 3


def test_learning_everything_again_keeps_it(note):
    note(RETRY)
    note(AGAIN)
    merge(named(AGAIN), named(RETRY), by="Ann")
    before = catalogue()
    learn_all(Document.objects.all())
    drop_unfounded()
    assert catalogue() == before


def test_undone_both_are_as_they_were(note):
    note(RETRY)
    note(AGAIN, RETRY)
    before = catalogue()
    act = merge(named(AGAIN), named(RETRY), by="Ann")
    undo(act, by="Ben", why="One waits, one does not.")
    assert catalogue() == before


def test_what_came_meanwhile_goes_with_its_own_when_a_merge_is_undone(note):
    note(RETRY)
    note(AGAIN)
    act = merge(named(AGAIN), named(RETRY), by="Ann")
    note("Sent the file again after a pause that grows.")
    undo(act, by="Ann")
    assert {(fix.text, fix.n_documents) for fix in Fix.objects.with_documents()} == {(RETRY, 1), (AGAIN, 2)}


def test_aliases_follow_into_the_next_merge_and_come_back_one_by_one(note):
    for text in (RETRY, AGAIN, "Use the resumable endpoint"):
        note(text)
    third = named("Use the resumable endpoint")
    first = merge(named(AGAIN), named(RETRY), by="Ann")
    between = catalogue()
    second = merge(named(RETRY), third, by="Ann")
    assert set(Fix.objects.filter(merged_into=third).values_list("text", flat=True)) == {RETRY, AGAIN}
    with pytest.raises(ValidationError, match="undo that first"):
        undo(first, by="Ann")
    undo(second, by="Ann")
    assert catalogue() == between


def test_the_links_of_documents_follow_and_come_back(note):
    document = note(RETRY)
    note(AGAIN)
    place = {"kind": "cause", "first_line": 9, "last_line": 9, "confidence": "stated"}
    cause = Finding.objects.create(document=document, label="c1", text="The line is lossy", **place)
    FindingLink.objects.create(source=cause, relation="fixed_by", target=document.findings.get(kind="fix"))
    learn_all([document])
    act = merge(named(RETRY), named(AGAIN), by="Ann")
    assert CauseFix.objects.get().fix == named(AGAIN)
    undo(act, by="Ann")
    assert CauseFix.objects.get().fix == named(RETRY)


def test_an_error_is_answered_by_the_signature_that_stands_for_it(note):
    note(ERROR, kind="signature")
    note(SAME_ERROR, kind="signature")
    merge(signature(SAME_ERROR), signature(ERROR), by="Ann")
    answer = answer_paste(SAME_ERROR).answers[0]
    assert (answer.verdict, [match.signature for match in answer.matches]) == ("known", [signature(ERROR).pk])
    assert Signature.objects.shown().with_documents().get().n_documents == 2


def test_a_merge_of_signatures_is_undone_too(note):
    note(ERROR, kind="signature")
    note(SAME_ERROR, kind="signature")
    before = catalogue()
    act = merge(signature(SAME_ERROR), signature(ERROR), by="Ann")
    note(SAME_ERROR, kind="signature").delete()
    undo(act, by="Ann")
    assert catalogue() == before


def test_the_history_of_both_tells_of_it(note):
    note(RETRY)
    note(AGAIN)
    act = merge(named(AGAIN), named(RETRY), by="Ann", why="Both resend.")
    assert [Act.objects.about(fix).get() for fix in Fix.objects.all()] == [act, act]


def test_it_is_previewed_and_nothing_is_kept(note):
    note(ERROR, kind="signature")
    note(SAME_ERROR, kind="signature")
    before = catalogue()
    one, other = signature(SAME_ERROR), signature(ERROR)
    seen = preview([one, other], lambda: merge(one, other, by="Ann"))
    assert [(moved.before, moved.after) for moved in seen.moved] == [(one.title, other.title)]
    assert [(each.example, each.before, each.after) for each in seen.answered] == [
        (SAME_ERROR, ("known", one.title), ("known", other.title))
    ]
    assert catalogue() == before
    assert not Act.objects.exists()


REFUSED = {
    "itself": (lambda: merge(named(RETRY), named(RETRY), by="Ann"), "into itself"),
    "another kind": (lambda: merge(named(RETRY), Rule.objects.get(), by="Ann"), "of one kind"),
    "rejected": (
        lambda: entries.reject(named(AGAIN), by="Ann") and merge(named(AGAIN), named(RETRY), by="Ann"),
        "rejected",
    ),
}


@pytest.mark.parametrize("attempt, why", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_merged(note, attempt, why):
    note(RETRY, AGAIN)
    note("Retries back off", kind="rule")
    with pytest.raises(ValidationError, match=why):
        attempt()
