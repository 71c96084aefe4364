import json

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from kb.curation import entries
from kb.curation.merging import merge
from kb.curation.undoing import undo
from kb.models import Act, Concern

URL = "/history/"


@pytest.fixture
def decided(cast, scribe):
    other = scribe.entry("fix", "Take rows in order", scribe.finding(cast.log, "fix", "Maybe retry", "proposed"))
    entries.confirm(cast.cause, by="Ann", why="Seen it myself")
    merge(other, cast.worked, by="Ben")
    cast.other = other
    dropped = Act.objects.create(
        kind="drop",
        why="No document speaks for it any more.",
        changes=[{"kind": "rule", "id": 999, "name": "Gone", "before": {}, "after": {}, "moved": {}}],
    )
    Concern.objects.create(act=dropped, kind="rule", entry=999)
    return cast


def shown(page):
    return [row["title"] for row in page.context["rows"]]


def test_the_latest_is_told_first_with_who_and_why(client, decided):
    page = client.get(URL)
    assert [title.split(":")[0] for title in shown(page)] == ["removed without evidence", "merged", "confirmed"]
    assertContains(page, "Seen it myself")
    assertContains(page, decided.cause.get_absolute_url())
    assertContains(page, "<ins>state: confirmed</ins>", html=True)


def test_a_merge_names_both_and_an_entry_that_is_gone_has_no_link(client, decided):
    page = client.get(URL)
    assertContains(page, decided.worked.get_absolute_url())
    assertContains(page, "no longer there")


def test_what_was_undone_says_by_whom(client, decided):
    undo(Act.objects.get(kind="merge"), by="Cy")
    assertContains(client.get(URL), "undone by Cy")


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ("by=Ann", ["confirmed"]),
        ("by=Errata+itself", ["removed without evidence"]),
        ("kind=merge", ["merged"]),
        ("entry=rule&entry=cause", ["removed without evidence", "confirmed"]),
        ("q=myself", ["confirmed"]),
        ("after=2199-01-01", []),
        ("about=rule-999", ["removed without evidence"]),
        ("about=rule-1%20or", []),
        ("about=poem-1", []),
        ("by=Ann&kind=merge", []),
    ],
)
def test_it_is_filtered(client, decided, query, kinds):
    assert [title.split(":")[0] for title in shown(client.get(f"{URL}?{query}"))] == kinds


def test_one_act_has_an_address(client, decided):
    act = Act.objects.get(kind="merge")
    assert shown(client.get(f"{URL}?act={act.pk}")) == ["merged: Take rows in order"]


def test_nothing_in_it_can_be_changed(client, decided):
    assertNotContains(client.get(URL), 'method="post"')
    client.post(URL, {"why": "because"})
    assert Act.objects.filter(why="because").count() == 0


@pytest.mark.parametrize("form", ["json", "csv", "atom"])
def test_programs_can_read_it(client, decided, form):
    page = client.get(f"{URL}?as={form}")
    text = b"".join(page).decode() if page.streaming else page.text
    assert "Seen it myself" in text
    if form == "json":
        assert json.loads(text)["total"] == 3


def test_more_acts_ask_no_more_queries(client, decided, django_assert_max_num_queries):
    for number in range(30):
        act = Act.objects.create(kind="file", changes=Act.objects.get(kind="merge").changes, why=str(number))
        Concern.objects.create(act=act, kind="fix", entry=decided.worked.pk)
    with django_assert_max_num_queries(9):
        client.get(URL)
