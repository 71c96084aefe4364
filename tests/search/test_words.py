import doctest

import pytest

from kb.search import words
from kb.search.words import coarse, fine, names

CUT = [
    ("NoSuchModuleError", "no such module error", "nosuchmoduleerror"),
    ("sqlalchemy.exc", "sqlalchemy exc", "sqlalchemy exc"),
    ("IOError", "io error", "ioerror"),
    ("HTTPSConnectionPool", "https connection pool", "httpsconnectionpool"),
    ("test_take_HTTP404", "test take http 404", "test take http404"),
    ("tests/api/test_users.py::TestList", "tests api test users py test list", "tests api test users py testlist"),
    ("C:\\Temp\\setUp.log", "c temp set up log", "c temp setup log"),
    ("std::vector<int>", "std vector int", "std vector int"),
    ("__init__", "init", "init"),
    ("can't", "can t", "can t"),
    ("3f9c2ab71d", "3f9c2ab71d", "3f9c2ab71d"),
    ("deadbeef", "deadbeef", "deadbeef"),
    ("py3.11", "py 3 11", "py3 11"),
    ("Zürich", "zurich", "zurich"),
    ("日本", "日 本", "日本"),
    ("ﬁxture", "fixture", "fixture"),
    ("--- !!", "", ""),
]


@pytest.mark.parametrize("text, small, whole", CUT, ids=[text for text, *_ in CUT])
def test_a_name_is_cut_into_its_parts(text, small, whole):
    assert (" ".join(fine(text)), " ".join(coarse(text))) == (small, whole)


def test_only_names_that_are_read_in_two_ways_are_kept_beside():
    assert names("KeyError in app.views, says KeyError of loadSettings.js") == ["keyerror", "loadsettings js"]


def test_no_word_is_longer_than_engines_take():
    assert [len(word) for word in fine("x" * 5000)] == [words.MAX_WORD]


def test_the_examples_in_the_docstrings_are_true():
    assert doctest.testmod(words).failed == 0
