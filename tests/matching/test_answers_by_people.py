"""A team decides, and the next paste is answered accordingly: confirmed is known, rejected is not offered again."""

import pytest

from incidents.reading.values import Error
from kb.answers import answer_paste
from kb.decisions import confirm, reject, undo
from kb.models import Signature, State
from kb.signatures import index
from kb.text_rules import withdraw, write_rule

pytestmark = pytest.mark.django_db

LOST = 'acme.QueueError: worker "blue" was lost before its reply'
LOST_TOO = 'acme.QueueError: worker "green" was lost before its reply'
OTHERWISE = "acme.QueueError: nobody answers on the other end of the pipe"


def record(slug, template, *, type_name="acme.QueueError", written=False):
    signature = Signature.objects.create(
        key=slug, slug=slug, title=slug, exception_type=type_name, template=template, written=written
    )
    index(signature, written=written)
    return signature


@pytest.fixture
def lost_worker():
    return record("lost", LOST.partition(": ")[2])


def error(text):
    name, _, message = text.partition(": ")
    return Error(name, message, 1)


def first(text):
    return answer_paste(text).answers[0]


def told(text):
    answer = first(text)
    return answer.verdict, [(match.signature, match.level) for match in answer.matches]


def test_a_confirmed_error_is_known(lost_worker):
    assert first(OTHERWISE).verdict != "known"
    decision = confirm(lost_worker, error(OTHERWISE), by="Ann")
    assert told(OTHERWISE) == ("known", [(lost_worker.pk, "S")])
    assert first(OTHERWISE).reason == "Same exception and message as an example that people confirmed."
    undo(decision, by="Ann")
    assert first(OTHERWISE).verdict != "known"


def test_one_example_makes_its_shape_no_more_than_similar(lost_worker):
    assert told(LOST_TOO) == ("similar", [(lost_worker.pk, "M")])


@pytest.mark.parametrize("written", [True, False])
def test_two_examples_make_known_what_they_agree_in(written):
    signature = record("gone", "the queue <*> is gone", written=written)
    for place in ("hall four", "gate nine"):
        confirm(signature, error(f"acme.QueueError: printer of {place} left us without paper"), by="Ann")
    assert told("acme.QueueError: printer of room seven left us without paper")[0] == "known"
    assert told("acme.QueueError: printer of room seven left us without paper today")[0] == "similar"
    assert told("zope.OtherError: printer of room seven left them without paper")[0] != "known"


def test_values_inside_words_are_read_alike_in_examples_and_pastes():
    signature = record("blocks", "the store has no more room")
    for block in ("blk_801 from /10.0.4.7:5001", "blk_-22 from /10.0.9.2:5002"):
        confirm(signature, Error("", f"cannot replicate the block {block} any more", 1), by="Ann")
    assert told("cannot replicate the block blk_7390 from /10.1.1.1:61001 any more") == ("known", [(signature.pk, "T")])


@pytest.mark.parametrize("text", ["assert 500 == 404", "RuntimeError: failed", "KeyError: 1"])
def test_what_everybody_meets_stays_vague_though_confirmed(text):
    signature = record("generic", "assert 500 == 404", type_name="AssertionError")
    confirm(signature, first(text).failure.errors[0], by="Ann")
    assert first(text).verdict == "vague"


def test_a_short_message_with_a_name_in_it_is_known_once_confirmed():
    signature = record("orders", "the table of orders is not configured", type_name="KeyError")
    confirm(signature, Error("KeyError", "'orders_table'", 1), by="Ann")
    assert told("KeyError: 'orders_table'") == ("known", [(signature.pk, "S")])


@pytest.mark.parametrize("written", [True, False])
def test_a_rejected_signature_makes_room_for_others(written):
    signature = record("lost", LOST.partition(": ")[2], written=written)
    other = record("other", "worker was lost before breakfast")
    decision = reject(signature, error(LOST), by="Ann")
    answer = first(LOST)
    assert answer.verdict in ("unknown", "similar")
    assert answer.matches[0].signature == other.pk
    undo(decision, by="Ben")
    assert first(LOST).verdict == "known"


def test_an_answer_without_a_match_says_who_rejected_what(lost_worker):
    decision = reject(lost_worker, error(LOST), by="Ann")
    answer = first(LOST)
    assert answer.verdict == "unknown"
    assert answer.reason == "Nothing on record shares its words, but for what people rejected."
    assert [match.reason for match in answer.matches] == [f"Rejected here by Ann on {decision.made_at:%-d %B %Y}."]


def test_the_same_shape_is_not_offered_either(lost_worker):
    reject(lost_worker, error(LOST_TOO), by="Ann")
    assert first(LOST_TOO.replace("green", "red")).verdict == "unknown"
    assert told(LOST) == ("known", [(lost_worker.pk, "S")])


def test_another_error_is_still_offered(lost_worker):
    reject(lost_worker, error(OTHERWISE), by="Ann")
    assert told(LOST_TOO) == ("similar", [(lost_worker.pk, "M")])


def test_a_rejection_goes_no_further_than_the_type_it_names(lost_worker):
    message = LOST.partition(": ")[2]
    reject(lost_worker, Error("acme.StockError", message, 1), by="Ann")
    assert lost_worker.pk not in [pk for pk, level in told(f"acme.StockError: {message}")[1] if level]
    assert told(LOST) == ("known", [(lost_worker.pk, "S")])
    assert told(message) == ("known", [(lost_worker.pk, "S")])


def test_the_cause_of_a_rejected_error_is_still_known(lost_worker):
    reject(lost_worker, error(OTHERWISE), by="Ann")
    chain = "Traceback (most recent call last):\n  File 'a.py', line 1, in f\n"
    text = (
        f"{chain}{LOST}\n\nThe above exception was the direct cause of the following exception:\n\n{chain}{OTHERWISE}"
    )
    assert told(text)[0] == "known"


def test_a_rejection_of_one_signature_leaves_another_known(lost_worker):
    twin = record("twin", LOST.partition(": ")[2])
    reject(lost_worker, error(LOST), by="Ann")
    assert told(LOST) == ("known", [(twin.pk, "S")])


RULE = {"all": [{"op": "contains", "value": "end of the pipe"}, {"op": "type", "value": "QueueError"}]}


def test_a_failure_that_satisfies_a_rule_is_known(lost_worker):
    rule = write_rule(lost_worker, RULE, by="Ann", examples=[OTHERWISE])
    answer = first(f"it went well\n{OTHERWISE}")
    assert (answer.verdict, answer.reason) == ("known", "A rule written by Ann fits.")
    assert [(match.level, match.line, match.score) for match in answer.matches] == [("R", 2, 1.0)]
    withdraw(rule)
    assert first(OTHERWISE).verdict != "known"


def test_a_rule_finds_a_line_that_is_no_error(lost_worker):
    asked = {"all": [{"op": "contains", "value": "grid lost its mains"}]}
    note = "we saw that the grid lost its mains at noon"
    write_rule(lost_worker, asked, by="Ann", examples=[note])
    answers = answer_paste(f"KeyError: 'colour'\n\n\n\n\n\n\n{note}").answers
    assert [answer.matches[0].line for answer in answers if answer.verdict == "known"] == [8]


def test_neither_a_rejected_pair_nor_a_rejected_signature_is_offered_by_rule(lost_worker):
    write_rule(lost_worker, RULE, by="Ann", examples=[OTHERWISE])
    decision = reject(lost_worker, error(OTHERWISE), by="Ben")
    assert first(OTHERWISE).verdict == "unknown"
    undo(decision, by="Ben")
    Signature.objects.update(state=State.REJECTED)
    assert first(OTHERWISE).matches == ()


def test_decisions_and_rules_ask_no_more_the_more_there_are(lost_worker, django_assert_max_num_queries):
    for number in range(20):
        signature = record(f"s{number}", f"part {number} of the queue lost its worker")
        confirm(signature, error(OTHERWISE), by="Ann")
        reject(signature, error(LOST), by="Ann")
        write_rule(signature, RULE, by="Ann", examples=[OTHERWISE])
    with django_assert_max_num_queries(6):
        answer_paste(f"{OTHERWISE}\n\n\n\n\n\n{LOST}")
