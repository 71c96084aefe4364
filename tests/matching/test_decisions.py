"""What people decide binds: it is met again, kept through re-indexing and learning, and taken back without a trace."""

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from incidents.reading.values import Error
from kb.catalogue import drop_unfounded
from kb.curation.undoing import undo as undo_act
from kb.decisions import confirm, reject, rejected_by, undo
from kb.matching.keys import keys
from kb.models import Act, Decision, Posting, Signature
from kb.signatures import find_by_error, index

pytestmark = pytest.mark.django_db

BROKEN_PIPE = Error("acme.QueueError", "channel to worker alpha closed before the reply", 1)
TOLD_OTHERWISE = Error("acme.QueueError", "reply was never written: worker gone", 1)


@pytest.fixture
def lost_reply():
    signature = Signature.objects.create(
        key="lost", slug="lost-reply", title="Lost reply", exception_type="QueueError", template=BROKEN_PIPE.message
    )
    index(signature, written=False)
    return signature


def state(signature):
    """All that recognition rests on."""
    signature.refresh_from_db()
    held = set(Posting.objects.filter(frequency__gt=0).values_list("feature", "frequency"))
    kept = set(signature.keys.values_list("level", "text", "origin"))
    return kept, signature.learnt, bytes(signature.features), held


def origins(signature, error):
    return set(signature.keys.filter(text__in=[key.text for key in keys(error)]).values_list("level", "origin"))


def test_a_confirmed_error_is_the_signature_from_then_on(lost_reply):
    assert find_by_error(TOLD_OTHERWISE) is None
    confirm(lost_reply, TOLD_OTHERWISE, by="Ann")
    assert find_by_error(TOLD_OTHERWISE) == lost_reply


def test_a_decision_says_who_why_and_of_what(lost_reply):
    ann = User.objects.create(username="ann", first_name="Ann", last_name="Lee")
    decision = confirm(lost_reply, TOLD_OTHERWISE, by=ann, why="Same stack.")
    assert (decision.user, decision.name, decision.why) == (ann, "Ann Lee", "Same stack.")
    assert (decision.exception_type, decision.example) == ("acme.QueueError", TOLD_OTHERWISE.message)
    assert {key["level"] for key in decision.keys} == {"S", "M"}


def test_the_history_of_the_signature_tells_of_it(lost_reply):
    undo(confirm(lost_reply, TOLD_OTHERWISE, by="Ann", why="Same stack."), by="Ben")
    undone, made = Act.objects.about(lost_reply)
    assert (made.kind, made.name, made.why) == ("known", "Ann", "Same stack.")
    assert (undone.kind, undone.name, undone.undoes) == ("undo", "Ben", made)


def test_it_can_be_undone_from_the_history(lost_reply):
    decision = confirm(lost_reply, TOLD_OTHERWISE, by="Ann")
    undo_act(Act.objects.about(lost_reply).get(), by="Ben")
    decision.refresh_from_db()
    assert decision.undone_by == "Ben"


def test_the_row_outlives_its_author(lost_reply):
    ann = User.objects.create(username="ann")
    confirm(lost_reply, TOLD_OTHERWISE, by=ann)
    ann.delete()
    assert Decision.objects.get().name == "ann"


def test_said_twice_is_one_decision(lost_reply):
    first = confirm(lost_reply, TOLD_OTHERWISE, by="Ann")
    assert confirm(lost_reply, TOLD_OTHERWISE, by="Ben") == first


def test_nobody_overrules_without_undoing(lost_reply):
    reject(lost_reply, TOLD_OTHERWISE, by="Ann")
    with pytest.raises(ValidationError, match=r"Ann rejected this on .*: undo that first"):
        confirm(lost_reply, TOLD_OTHERWISE, by="Ben")


def test_an_error_without_a_strict_key_cannot_be_decided_on(lost_reply):
    with pytest.raises(ValidationError, match="too little"):
        confirm(lost_reply, Error("", "exit code 1", 1), by="Ann")


@pytest.mark.parametrize("decide", [confirm, reject])
def test_no_secret_is_kept(lost_reply, decide):
    decision = decide(lost_reply, Error("QueueError", "cannot log in with password=hunter2 at night", 1), by="Ann")
    assert "hunter2" not in f"{decision.example} {decision.keys} {state(lost_reply)}"


def test_two_examples_of_one_length_teach_a_template(lost_reply):
    confirm(lost_reply, Error("QueueError", "worker blue dropped channel north", 1), by="Ann")
    assert lost_reply.learnt == ""
    confirm(lost_reply, Error("QueueError", "worker green dropped channel south", 1), by="Ann")
    assert lost_reply.learnt == "worker <*> dropped channel <*>"


UNLIKE = [
    ("lengths", "worker blue dropped channel north", "worker green dropped it"),
    ("words", "worker blue dropped channel north", "reply from queue went missing"),
    ("all but fillers", "the worker was dropped in north", "the queue was closed in south"),
]


@pytest.mark.parametrize("one, other", [case[1:] for case in UNLIKE], ids=[case[0] for case in UNLIKE])
def test_examples_that_share_nothing_teach_no_template(lost_reply, one, other):
    for message in (one, other):
        confirm(lost_reply, Error("QueueError", message, 1), by="Ann")
    assert lost_reply.learnt == ""


def test_a_rejected_error_is_not_filed_under_the_signature(lost_reply):
    assert find_by_error(BROKEN_PIPE) == lost_reply
    reject(lost_reply, BROKEN_PIPE, by="Ann")
    assert find_by_error(BROKEN_PIPE) is None


def test_a_rejection_is_told_with_name_and_date(lost_reply):
    decision = reject(lost_reply, BROKEN_PIPE, by="Ann")
    told = rejected_by([lost_reply.pk], set(keys(BROKEN_PIPE)))
    assert told == {lost_reply.pk: f"rejected here by Ann on {decision.made_at:%-d %B %Y}"}
    assert rejected_by([lost_reply.pk], set(keys(TOLD_OTHERWISE))) == {}


def test_a_confirmed_shape_outlasts_the_rejection_of_one_of_its_values(lost_reply):
    confirm(lost_reply, Error("QueueError", "worker 'blue' dropped the channel", 1), by="Ann")
    green = Error("QueueError", "worker 'green' dropped the channel", 1)
    reject(lost_reply, green, by="Ben")
    assert ("S", "rejected") in origins(lost_reply, green)
    assert ("M", "example") in origins(lost_reply, green)


@pytest.mark.parametrize("decide", [confirm, reject])
@pytest.mark.parametrize("error", [BROKEN_PIPE, TOLD_OTHERWISE], ids=["on record before", "new to it"])
def test_undone_is_as_if_never_decided(lost_reply, decide, error):
    before = state(lost_reply)
    decision = decide(lost_reply, error, by="Ann")
    assert state(lost_reply) != before
    undo(decision, by="Ben")
    assert state(lost_reply) == before


def test_undoing_one_of_two_examples_takes_the_template_back(lost_reply):
    first = confirm(lost_reply, Error("QueueError", "worker blue dropped channel north", 1), by="Ann")
    before = state(lost_reply)
    undo(confirm(lost_reply, Error("QueueError", "worker green dropped channel south", 1), by="Ann"), by="Ann")
    assert state(lost_reply) == before
    undo(first, by="Ann")
    assert find_by_error(Error("QueueError", "worker blue dropped channel north", 1)) is None


def test_an_undone_decision_stays_as_a_row_and_frees_the_error(lost_reply):
    decision = reject(lost_reply, TOLD_OTHERWISE, by="Ann")
    undo(decision, by="Ben")
    undo(decision, by="Cy")
    assert Decision.objects.get().undone_by == "Ben"
    assert confirm(lost_reply, TOLD_OTHERWISE, by="Ben").verdict == "confirmed"


def test_indexing_again_keeps_what_people_decided(lost_reply):
    confirm(lost_reply, BROKEN_PIPE, by="Ann")
    reject(lost_reply, TOLD_OTHERWISE, by="Ann")
    lost_reply.keys.create(level="S", algorithm="errata-1", hash="f" * 64, text="by hand", origin="manual")
    before = state(lost_reply)
    index(lost_reply, written=False)
    assert state(lost_reply) == before


def test_a_signature_that_changes_its_template_keeps_its_examples(lost_reply):
    confirm(lost_reply, BROKEN_PIPE, by="Ann")
    lost_reply.template = "something else was written here"
    lost_reply.save()
    index(lost_reply, written=False)
    assert find_by_error(BROKEN_PIPE) == lost_reply


def test_a_signature_that_people_decided_on_is_not_dropped(lost_reply):
    confirm(lost_reply, TOLD_OTHERWISE, by="Ann")
    assert drop_unfounded() == 0


WRONG = [
    ("verdict", {"verdict": "perhaps"}),
    ("nobody", {"name": ""}),
    ("undone by nobody", {"undone_at": "2026-01-01T00:00Z"}),
    ("undone at no time", {"undone_by": "Ann"}),
    ("two standing", {}),
]


@pytest.mark.parametrize("wrong", [case[1] for case in WRONG], ids=[case[0] for case in WRONG])
def test_the_database_refuses_what_cannot_be(lost_reply, wrong):
    row = {"signature": lost_reply, "verdict": "rejected", "name": "Ann", "algorithm": "errata-1", "keys": []}
    Decision.objects.create(**row, error="e")
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(**(row | {"error": "other" if wrong else "e"} | wrong))
