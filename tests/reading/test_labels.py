import pytest

from incidents.reading.labels import project_of, tags_of, version_of

TAGS = [
    ({"tags": ["SQLite", "async", "sqlite"]}, ("sqlite", "async")),
    ({"tags": "#locks, [postgres]"}, ("locks", "postgres")),
    ({"tags": [3.12, None, ""]}, ("3.12", "none")),
    ({"tags": None}, ()),
    ({}, ()),
]


@pytest.mark.parametrize("fields, tags", TAGS, ids=[str(fields) for fields, _ in TAGS])
def test_tags(fields, tags):
    assert tags_of(fields) == tags


def test_project_is_named_in_several_ways_and_never_a_list_or_a_paragraph():
    assert project_of({"service": "orders-api", "repo": "shop"}) == "orders-api"
    assert project_of({"project": ["a", "b"], "repo": "shop"}) == "shop"
    assert project_of({"project": "It began in the morning. " * 9}) == ""


def test_version_may_have_been_read_as_a_number():
    assert [version_of({"version": value}) for value in (2.0, "3.1-rc1", 7, None)] == ["2.0", "3.1-rc1", "7", ""]
