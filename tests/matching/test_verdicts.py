"""What may be said of a failure, and the sentence that says why."""

import pytest

from incidents.reading.values import Error, Failure
from kb.matching.keys import keys
from kb.matching.passages import read_passages
from kb.matching.ranking import weigh_all
from kb.matching.values import Candidate
from kb.matching.verdict import judge, most_relevant_first


def candidate(type_name, template, *, written=True, example=None):
    """A signature; `example` is the error by whose keys it is on record."""
    found = frozenset(keys(example)) if example else frozenset()
    return Candidate(1, type_name, template, written, keys=frozenset(key for key in found if key.level in "SMC"))


def answer(text, *signatures, type_name="", cut=False):
    error = Error(type_name, text, 1, cut=cut)
    passage = read_passages(text, [Failure("generic", (error,), (1, 1))])[0]
    shared = [
        Candidate(number, one.exception_type, one.template, one.written, keys=one.keys & frozenset(keys(error)))
        for number, one in enumerate(signatures)
    ]
    return judge(passage, weigh_all(passage, shared, lambda word: 4.0))


LOCKED = candidate("sqlite3.OperationalError", "database is locked")
NOT_FOUND = candidate("AssertionError", "assert 404 == 200")
MISSING = candidate("", 'relation "<*>" of the shop does not exist')
LEARNT = candidate(
    "", 'relation "orders" of the shop does not exist', written=False,
    example=Error("", 'relation "orders" of the shop does not exist', 1),
)  # fmt: skip
DERIVED = candidate("", "worker <*> lost its lease", written=False)

VERDICTS = [
    ("a written template", "relation 'users' of the shop does not exist", [MISSING], "known", "T"),
    ("the very message", 'relation "orders" of the shop does not exist', [LEARNT], "known", "S"),
    ("the same shape", 'relation "users" of the shop does not exist', [LEARNT], "similar", "M"),
    ("a template of examples", "worker w7 lost its lease", [DERIVED], "known", "T"),
    ("in the middle of more", "since worker w7 lost its lease we wait", [DERIVED], "similar", ""),
    ("most of the words", "the shop does not exist", [MISSING], "similar", ""),
    ("other words", "printer on fire behind the shop", [MISSING], "unknown", ""),
    ("a status that all share", "assert 404 == 200", [NOT_FOUND], "vague", "T"),
    ("another status", "assert 403 == 200", [NOT_FOUND], "vague", ""),
    ("a bare exit code", "exit code 1", [MISSING], "vague", ""),
]


@pytest.mark.parametrize(
    ("text", "signatures", "verdict", "level"), [row[1:] for row in VERDICTS], ids=[row[0] for row in VERDICTS]
)
def test_verdicts(text, signatures, verdict, level):
    found = answer(text, *signatures)
    assert found.verdict == verdict
    assert found.matches[0].level == level
    assert found.reason.endswith(".")


def test_a_type_that_contradicts_makes_a_short_template_similar():
    assert answer("database is locked", LOCKED, type_name="sqlite3.OperationalError").verdict == "known"
    assert answer("database is locked", LOCKED, type_name="zlib.error.LockError").verdict == "similar"


def test_similar_says_what_differs():
    match = answer('relation "users" of the shop does not exist', LEARNT).matches[0]
    assert match.differs == (('"orders"', '"users"'),)
    assert match.parameters == (("relation", '"users"'),)


def test_a_missing_word_is_named_as_the_template_writes_it():
    match = answer("the shop does not exist", MISSING).matches[0]
    assert ("relation", "") in match.differs
    assert "“relation”" in match.reason


def test_vague_gives_advice():
    assert "above" in answer("exit code 1").advice
    assert "captured log" in answer("assert 500 == 404", type_name="AssertionError").advice
    assert "terminal" in answer("", type_name="RuntimeError", cut=True).advice


def test_without_any_signature_it_is_unknown():
    found = answer("the printer caught fire twice")
    assert (found.verdict, found.matches) == ("unknown", ())


def test_the_one_that_says_most_comes_first():
    longer = candidate("", 'relation "<*>" of the shop does not exist in schema "<*>"')
    found = answer('relation "a" of the shop does not exist in schema "b"', MISSING, longer)
    assert [match.signature for match in found.matches] == [1, 0]


def test_known_failures_are_told_first():
    answers = [
        answer("the printer caught fire twice"),
        answer("exit code 1"),
        answer("relation 'a' of the shop does not exist", MISSING),
    ]
    assert [found.verdict for found in most_relevant_first(answers)] == ["known", "unknown", "vague"]
