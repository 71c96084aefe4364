"""What stands beside the values of filters: how much of what was found has them, on whatever engine the suite runs."""

import pytest

from incidents.models import Document
from kb.search import facets as counting
from kb.search.facets import facets
from kb.search.query import read_query, with_filter
from kb.search.scope import FILTERS, all_shown, visible_to
from tests.search.test_conformance import ask, names

pytestmark = pytest.mark.django_db

OFFERED = ("outcome", "severity", "status", "state")
# A question, a filter, and what the page tells of its values; of what nothing has the rest.
COUNTED = [
    ("timeout", "severity", {"critical": 3, "medium": 1}),
    ("timeout", "outcome", {"failed": 2, "worked": 1}),
    ("timeout", "state", {"suggested": 2}),
    ("timeout", "status", {"resolved": 3, "partial": 1, "unknown": 1}),
    ("timeout", "tag", {"postgres": 2, "locks": 1, "sqlalchemy": 1}),
    ("aiosqlite outcome:worked", "outcome", {"worked": 2}),
    ("severity:critical", "severity", {"critical": 7, "high": 4, "medium": 1, "low": 1}),
    ("kind:document tag:postgres", "tag", {"postgres": 2, "locks": 1, "sqlalchemy": 1}),
    ("kind:fix severity:critical outcome:failed", "severity", {"critical": 1}),
    ("kind:fix severity:critical outcome:failed", "outcome", {"failed": 1, "worked": 1}),
    ("nothing of the kind", "status", {}),
]


def counted(question, visible=None):
    return facets(read_query(question, FILTERS), OFFERED, visible or all_shown())


def found(counts):
    return {value: n for value, n in counts.items() if n}


@pytest.mark.parametrize("question, name, expected", COUNTED)
def test_each_value_has_its_number(collection, question, name, expected):
    told = counted(question)
    assert found(told.counts[name]) == expected
    assert not told.is_capped


def test_the_number_is_how_much_is_found_with_the_value(collection):
    for name, counts in counted("timeout").counts.items():
        for value, n in counts.items():
            assert n == len(ask(with_filter("timeout", name, [value])).hits), (name, value)


def test_beyond_the_most_that_is_counted_numbers_are_lower_bounds(collection, monkeypatch):
    monkeypatch.setattr(counting, "CAP", 2)
    told = counted("timeout")
    assert told.is_capped
    assert all(sum(told.counts[name].values()) <= 3 for name in ("status", "state"))


def test_what_is_hidden_is_not_counted(own_collection, account):
    Document.objects.filter(pk=own_collection["lock"].pk).update(visibility="restricted")
    told = counted("timeout", visible_to(account("dan")))
    assert found(told.counts["severity"]) == {"medium": 1}
    assert found(told.counts["tag"]) == {"postgres": 1, "sqlalchemy": 1}


def test_the_newest_come_first_where_that_is_asked_for(collection):
    page = ask("kind:document sort:newest timeout")
    assert names(collection, page) == ["lock", "pool", "zurich"]
    assert names(collection, ask("kind:document sort:newest timeout", page=2, per_page=1)) == ["pool"]
