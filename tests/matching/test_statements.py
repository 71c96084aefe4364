"""Two sentences that say the same are one; a name, a number, a "not" or an order that differs makes them two."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.statements import quality, read_pairs
from kb.matching.statements import ALIKE_FROM, SAME_FROM, Statement, likeness, read_form, read_statement, telling

SAME = [
    (
        "another form of the verb",
        "Close the session before the template is rendered",
        "Close session before rendering the template",
    ),
    ("marks of the page", "**Use** `NullPool` for the test engine.", "Use NullPool for test engine"),
    ("a label", "Step 3: Quote the path in the script", "Quote the path in the script"),
    ("another way to say not", "Never share a session", "Don't share a session"),
    ("a phrase for a word", "Turn off autoflush while loading", "Disable autoflush while loading"),
    ("the other half first", "Before a release, run the load test", "Run the load test before every release"),
    ("a number as a word", "Retry three times", "Retry 3 times"),
]
OTHER = [
    ("no", "Use NullPool in tests", "Do not use NullPool in tests"),
    ("another class", "Use NullPool in tests", "Use StaticPool in tests"),
    ("another number", "Raise the timeout to 5s", "Raise the timeout to 15s"),
    ("another version", "Pin urllib3 below 2.0", "Pin urllib3 below 1.26"),
    ("another status", "retry on 403", "retry on 404"),
    ("the other value", "Set pool_pre_ping=True", "Set pool_pre_ping=False"),
    ("names exchanged", "Replace MagicMock with AsyncMock", "Replace AsyncMock with MagicMock"),
    ("parts exchanged", "Use tox, not make", "Use make, not tox"),
    ("order exchanged", "Copy the lock file before the sources", "Copy the sources before the lock file"),
    ("clauses exchanged", "Remove the hook, use only the event", "Remove the event, use only the hook"),
    ("one telling word", "The web role has a statement timeout", "The worker role has a statement timeout"),
]


def alike(one, other):
    return likeness(read_statement(one), read_statement(other))


@pytest.mark.parametrize("one, other", [case[1:] for case in SAME], ids=[case[0] for case in SAME])
def test_said_in_other_words(one, other):
    assert alike(one, other) >= SAME_FROM


@pytest.mark.parametrize("one, other", [case[1:] for case in OTHER], ids=[case[0] for case in OTHER])
def test_close_and_yet_another(one, other):
    assert alike(one, other) < SAME_FROM


def test_the_judged_pairs_are_many_and_of_both_sorts():
    pairs = read_pairs()
    assert len(pairs) >= 300
    assert 0.4 < sum(same for same, *_ in pairs) / len(pairs) < 0.6


def test_what_is_filed_as_one_is_one():
    judged = [(same, alike(one, other), None) for same, one, other in read_pairs()]
    precision, recall = quality(judged, SAME_FROM)
    assert precision >= 0.95
    assert recall >= 0.8


def test_whoever_is_alike_meets_in_the_table():
    statements = [read_statement(text) for _, *pair in read_pairs() for text in pair]
    lost = [
        (one.form, other.form)
        for one, other in itertools.combinations(statements, 2)
        if likeness(one, other) >= ALIKE_FROM and not set(telling(one)) & set(telling(other))
    ]
    assert lost == []


@pytest.mark.parametrize("text", ["", "...", "```", "=", "- ", "a the of", "--", "\N{WARNING SIGN} **", "（）"])
def test_what_says_nothing_is_a_statement_too(text):
    statement = read_statement(text)
    assert read_form(statement.form) == statement
    assert telling(statement)


@given(st.text(max_size=200), st.text(max_size=200))
def test_it_is_one_figure_for_both(one, other):
    one, other = read_statement(one), read_statement(other)
    assert 0 <= likeness(one, other) == likeness(other, one) <= 1
    assert likeness(one, one) == 1
    assert read_form(one.form) == one


def test_a_long_statement_is_cut():
    assert len(read_statement("queue " * 10_000).tokens) == 400


def test_nothing_is_alike_but_nothing():
    assert likeness(Statement(()), read_statement("Close the session")) == 0
