"""Which signature comes first for a passage: what is found of a template counts, and rare words count most."""

import pytest

from incidents.reading.values import Error, Failure
from kb.matching.passages import read_passages
from kb.matching.ranking import WEIGHTS, weigh_all
from kb.matching.templates import fits, generalise
from kb.matching.values import Candidate
from kb.matching.wordings import find, read_template
from kb.matching.words import read_words

SIGNATURES = {
    "locked": ("sqlite3.OperationalError", "database is locked"),
    "readonly": ("sqlite3.OperationalError", "attempt to write a readonly database"),
    "column": ("psycopg2.errors.UndefinedColumn", 'column "<*>" does not exist'),
    "relation": ("psycopg2.errors.UndefinedTable", 'relation "<*>" does not exist'),
    "errno24": ("OSError", "OSError: [Errno 24] Too many open files: '<*>'"),
    "arity": ("TypeError", "TypeError: <*>() takes <*> positional arguments but <*> were given"),
    "pool": ("", "QueuePool limit of size <*> reached, connection timed out. Raise pool_size or close sessions."),
    "null": ("", "Cannot read properties of null (reading '<*>')"),
}
COMMON = {"is": 0.5, "does": 1.0, "not": 0.5, "a": 0.3, "of": 0.3, "to": 0.3}


def candidates(**signatures):
    rows = signatures.items()
    return [Candidate(number, kind, text, written=True) for number, (_, (kind, text)) in enumerate(rows)]


def passage_of(text, type_name="", message=""):
    failure = Failure("generic", (Error(type_name, message or text.split("\n")[0], 1),), (1, 1))
    return read_passages(text, [failure])[0]


def weighed(text, type_name="", message=""):
    ratings = weigh_all(
        passage_of(text, type_name, message), candidates(**SIGNATURES), lambda word: COMMON.get(word, 4.0)
    )
    names = list(SIGNATURES)
    return {names[rating.candidate.id]: rating for rating in ratings}


# id, type, text, the signature that scores most
FIRST = [
    ("plain", "sqlite3.OperationalError", "database is locked", "locked"),
    ("other table", "", 'relation "orders" does not exist', "relation"),
    ("plural and past", "TypeError", "load() takes 0 positional arguments but 1 was given", "arity"),
    ("cut short", "", "QueuePool limit of size 5 reached", "pool"),
    ("errno with other words", "OSError", "[Errno 24] Zu viele offene Dateien", "errno24"),
    ("within a sentence", "", "then it said that an attempt to write a readonly database was made", "readonly"),
    ("over two lines", "", "Cannot read properties of null\n(reading 'id')", "null"),
]


@pytest.mark.parametrize(("type_name", "text", "wanted"), [row[1:] for row in FIRST], ids=[row[0] for row in FIRST])
def test_the_right_signature_scores_most(type_name, text, wanted):
    ratings = weighed(text, type_name)
    assert max(ratings, key=lambda name: ratings[name].score) == wanted


def test_a_whole_template_is_seen_wherever_it_stands():
    assert weighed("log: 2 errors, column 'total' does not exist, stopping")["column"].whole
    assert not weighed("column and row do not exist")["column"].whole


def test_a_first_sentence_is_enough():
    rating = weighed("QueuePool limit of size 5 reached, connection timed out.")["pool"]
    assert rating.whole
    assert "pool_size" in rating.missing


def test_another_errno_costs():
    same, other = (
        weighed("[Errno 24] Too many open files")["errno24"],
        weighed("EMFILE: too many open files")["errno24"],
    )
    assert same.whole
    assert not other.whole
    assert other.features["words"] < 0.7


def test_a_type_that_contradicts_costs():
    agreeing = weighed("database is locked", "sqlite3.OperationalError")["locked"]
    contradicting = weighed("database is locked", "KeyError")["locked"]
    assert agreeing.features["type"] == 1.0
    assert contradicting.features["type"] == 0.0


def test_scores_stay_between_nothing_and_one():
    assert sum(WEIGHTS.values()) == pytest.approx(1.0)
    assert all(0 <= rating.score <= 1 for rating in weighed("database is locked", "OperationalError").values())


def test_words_of_two_failures_do_not_mix():
    text = "KeyError: total\nValueError: column of numbers"
    failures = [
        Failure("generic", (Error("KeyError", "total", 1),), (1, 1)),
        Failure("generic", (Error("ValueError", "column of numbers", 2),), (2, 2)),
    ]
    first, second, _ = read_passages(text, failures)
    assert "column" not in first.places
    assert "total" not in second.places


def test_two_wordings_of_one_failure():
    wordings = read_template("", "could not resolve the host / temporary failure in name resolution", written=True)
    assert [wording.words[0] for wording in wordings] == ["could", "temporary"]


def test_a_slash_between_values_separates_nothing():
    assert len(read_template("", "read 3 / 4 blocks of the backup", written=True)) == 1


def test_runs_follow_one_another_over_a_hole():
    (wording,) = read_template("", "worker '<*>' crashed while running", written=True)
    words = read_words("the worker 'gw3' crashed while running tests")
    places = {word: [place for place, other in enumerate(words) if other == word] for word in words}
    assert find(wording, words, places).runs == 2


def test_words_lose_case_number_and_unit():
    assert read_words("Arguments were 5000ms, can’t") == ("argument", "was", "5000", "ms", "can't")


EXAMPLES = [
    (["job a1 lost its lock", "job b2 lost its lock"], "job <*> lost its lock"),
    (["disk 7 is full", "disk 9 is full"], "disk <*> is full"),
    (["queue orders is full", "queue is full"], "queue orders is full / queue is full"),
    (["a 1", "b 2"], ""),
]


@pytest.mark.parametrize(("examples", "template"), EXAMPLES)
def test_examples_become_a_template(examples, template):
    assert generalise(examples) == template


def test_a_template_of_examples_must_be_the_whole_message():
    assert fits(("user", "<*>", "left"), ("user", "ann", "left"))
    assert not fits(("user", "<*>", "left"), ("the", "user", "ann", "left"))
    assert fits(("blk_<*>",), ("blk_77",))
