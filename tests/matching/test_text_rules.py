"""Rules by people: what they compare, what is refused on saving with which sentence, and how few are fetched."""

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from kb import text_rules
from kb.matching.text_rules import fits_text, read_rule, required_words
from kb.matching.words import type_feature
from kb.models import Signature, TextRule
from kb.text_rules import rules_for, withdraw, write_rule

LOCKED = """Traceback (most recent call last):
  File "store.py", line 8, in save
    cursor.execute(statement)
sqlite3.OperationalError: database is locked
"""
PORT = "OSError: [Errno 98] Address already in use\nwhile starting   the Worker Pool on :8080\n"
TWO = f"{LOCKED}\nthe nightly job then went on\n\n\n\n\n{PORT}"


def a(op, value):
    return {"op": op, "value": value}


FITS = [
    ("contains", {"all": [a("contains", "base is lock")]}, LOCKED, True),
    ("contains other words", {"all": [a("contains", "table is locked")]}, LOCKED, False),
    ("case and spaces", {"all": [a("contains", "Starting the  worker POOL")]}, PORT, True),
    ("quotes of any kind", {"all": [a("contains", "no ‘orders’ here")]}, "KeyError: no 'orders' here", True),
    ("startswith", {"all": [a("startswith", "while starting")]}, PORT, True),
    ("startswith inside a line", {"all": [a("startswith", "starting the")]}, PORT, False),
    ("type by its last name", {"all": [a("type", "OperationalError")]}, LOCKED, True),
    ("type in full", {"all": [a("type", "sqlite3.OperationalError")]}, LOCKED, True),
    ("type is no part of a name", {"all": [a("type", "Operational")]}, LOCKED, False),
    ("code", {"all": [a("code", "[Errno 98]")]}, PORT, True),
    ("another code", {"all": [a("code", "[Errno 9]")]}, PORT, False),
    ("all of two", {"all": [a("type", "OSError"), a("contains", "worker pool")]}, PORT, True),
    ("all but one", {"all": [a("type", "OSError"), a("contains", "thread pool")]}, PORT, False),
    ("all, each in another failure", {"all": [a("type", "OperationalError"), a("code", "[Errno 98]")]}, TWO, False),
    ("any", {"any": [a("contains", "thread pool"), a("contains", "worker pool")]}, PORT, True),
    ("any of none met", {"all": [a("type", "OSError")], "any": [a("contains", "thread pool")]}, PORT, False),
    ("none", {"all": [a("type", "OSError")], "none": [a("contains", "worker pool")]}, PORT, False),
    ("none met", {"all": [a("type", "OSError")], "none": [a("contains", "thread pool")]}, PORT, True),
    ("a line outside of failures", {"all": [a("contains", "nightly job then")]}, TWO, True),
]


@pytest.mark.parametrize("rule, text, expected", [case[1:] for case in FITS], ids=[case[0] for case in FITS])
def test_a_failure_satisfies_a_rule_or_not(rule, text, expected):
    assert fits_text(read_rule(rule), text) is expected


REQUIRED = [
    ("edges may be parts of words", {"all": [a("contains", "base is lock")]}, ("is",)),
    ("one word alone", {"all": [a("contains", "locked")]}, ()),
    ("a number may go on", {"all": [a("contains", "took 5m")]}, ()),
    ("a type", {"all": [a("type", "sqlite3.OperationalError")]}, (type_feature("OperationalError"),)),
    ("any is not required", {"any": [a("contains", "the database is locked")]}, ()),
]


@pytest.mark.parametrize("rule, words", [case[1:] for case in REQUIRED], ids=[case[0] for case in REQUIRED])
def test_words_that_every_fitting_failure_has(rule, words):
    assert required_words(read_rule(rule)) == words


@pytest.fixture
def locked(db):
    return Signature.objects.create(key="locked", slug="locked", title="Locked", template="database is locked")


GOOD = {"all": [a("contains", "database is locked")]}


def test_a_rule_is_kept_with_its_author_and_examples(locked):
    ann = User.objects.create(username="ann")
    rule = write_rule(locked, GOOD, by=ann, examples=[LOCKED], counter_examples=[PORT])
    rule.refresh_from_db()
    assert (rule.signature, rule.name, rule.valid) == (locked, "ann", True)
    assert (rule.rule, rule.examples, rule.counter_examples) == (GOOD, [LOCKED], [PORT])


def test_no_secret_is_kept_with_an_example(locked):
    rule = write_rule(locked, GOOD, by="Ann", examples=[f"{LOCKED}password=hunter2"])
    assert "hunter2" not in rule.examples[0]


REFUSED = [
    ("no rule", [], "lists all, any and none"),
    ("unknown part", {"some": []}, "lists all, any and none"),
    ("no list", {"all": "x"}, "lists of conditions"),
    ("no condition", {"all": ["x"]}, "contains, startswith, code, type"),
    ("unknown op", {"all": [a("regex", "(a+)+")]}, "contains, startswith, code, type"),
    ("empty", {"all": [a("contains", " ")]}, "text of one line"),
    ("two lines", {"all": [a("contains", "a\nb")]}, "text of one line"),
    ("number", {"all": [a("code", 98)]}, "text of one line"),
    ("too long", {"all": [a("contains", "a" * 301)]}, "at most 300 letters"),
    ("too many", {"all": [a("contains", "database is locked")] * 21}, "at most 20 conditions"),
    ("nothing asked", {}, "fits too much"),
    ("only none", {"none": [a("contains", "address already in use")]}, "fits too much"),
    ("fillers", {"all": [a("contains", "the error is")]}, "fits too much"),
    ("everybody's type", {"all": [a("type", "RuntimeError")]}, "fits too much"),
    ("one weak of any", {"any": [a("contains", "database is locked"), a("contains", "error")]}, "fits too much"),
    ("not its example", {"all": [a("contains", "table is locked")]}, "does not fit its example 1"),
    ("its counter-example", {"any": [GOOD["all"][0], a("code", "[Errno 98]")]}, "fits its counter-example 1"),
]


@pytest.mark.parametrize("rule, sentence", [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_a_rule_is_refused_with_one_sentence(locked, rule, sentence):
    with pytest.raises(ValidationError) as refused:
        write_rule(locked, rule, by="Ann", examples=[LOCKED], counter_examples=[PORT])
    assert [message for message in refused.value.messages if sentence in message] == refused.value.messages
    assert not TextRule.objects.exists()


def test_a_rule_without_an_example_is_refused(locked):
    with pytest.raises(ValidationError, match="needs 1 to 20 examples"):
        write_rule(locked, GOOD, by="Ann", examples=[])


def test_few_rules_are_fetched_in_one_query(locked, django_assert_num_queries):
    write_rule(locked, GOOD, by="Ann", examples=[LOCKED])
    with django_assert_num_queries(1):
        rules = rules_for(["anything"])
    assert [(rule.signature, rule.name) for rule in rules] == [(locked.pk, "Ann")]


def test_of_many_rules_only_those_whose_word_is_there(locked, monkeypatch):
    monkeypatch.setattr(text_rules, "FEW", 1)
    write_rule(locked, {"all": [a("contains", "file database is locked")]}, by="Ann", examples=[f"file {LOCKED[-20:]}"])
    write_rule(locked, {"all": [a("type", "OperationalError")]}, by="Ben", examples=[LOCKED])
    write_rule(locked, {"any": [a("contains", "database is locked")]}, by="Cy", examples=[LOCKED])
    assert {rule.name for rule in rules_for(["nothing"])} == {"Cy"}
    assert {rule.name for rule in rules_for(["is", "database"])} == {"Ann", "Cy"}
    assert {rule.name for rule in rules_for([type_feature("OperationalError")])} == {"Ben", "Cy"}


def test_a_withdrawn_rule_is_not_asked(locked):
    rule = write_rule(locked, GOOD, by="Ann", examples=[LOCKED])
    write_rule(locked, GOOD, by="Ben", examples=[LOCKED])
    withdraw(rule)
    assert [rule.name for rule in rules_for([])] == ["Ben"]
