from datetime import date

import pytest

from kb.search.query import read_query
from kb.search.scope import FILTERS

WORDS = [
    ("ImportError: no module app.py:12", ["ImportError:", "no", "module", "app.py:12"]),
    ('"did not help" retry', ["did not help", "retry"]),
    ('"never closed', ["never closed"]),
    ("std::string http://example.org localhost:8000", ["std::string", "http://example.org", "localhost:8000"]),
    ("kind: fix", ["kind:", "fix"]),
    ("-> !! --", []),
]


def ask(text):
    return read_query(text, FILTERS)


@pytest.mark.parametrize("text, expected", WORDS, ids=[text for text, _ in WORDS])
def test_words_and_phrases(text, expected):
    query = ask(text)
    assert ([term.text for term in query.terms], query.notes) == (expected, ())


def test_filters_stand_anywhere_and_may_be_repeated():
    query = ask("kind:fix pool kind:cause outcome:FAILED tag:sqlite kind:fix")
    assert query.chosen == {"kind": ("fix", "cause"), "outcome": ("failed",), "tag": ("sqlite",)}
    assert [term.text for term in query.terms] == ["pool"]


def test_days():
    query = ask("after:2025-01-31 before:2025-02-28")
    assert (query.after, query.before) == (date(2025, 1, 31), date(2025, 2, 28))


SAID = [
    ("colour:red", "There is no filter “colour”"),
    ("kind:poem", "There is no kind “poem”, so it was left out: there are document, incident"),
    ("before:tomorrow", "“tomorrow” is no day: write before:2025-01-31."),
]


@pytest.mark.parametrize("text, sentence", SAID, ids=[text for text, _ in SAID])
def test_what_is_not_understood_is_said_once(text, sentence):
    (note,) = ask(f"{text} {text}").notes
    assert note.startswith(sentence)


def test_only_the_last_word_may_be_unfinished():
    assert [term.begins for term in ask("lock time").terms] == [False, True]


@pytest.mark.parametrize("text", ["lock time ", "lock time kind:fix", 'lock "time"', "lock t"])
def test_what_is_finished_is_taken_as_it_stands(text):
    assert not any(term.begins for term in ask(text).terms)


def test_a_question_has_an_end():
    assert len(ask("word " * 1000).terms) == 24
