"""Links inside a collection of documents: what they lead to is given, what is not there stays readable."""

import re

import pytest

from incidents.reading.rendering import render
from incidents.reading.rendering.links import Place

PLACES = {
    "../pool report.md": Place("/documents/3/"),
    "[[Pool exhausted]]": Place("/documents/3/"),
    "images/load.png": Place("/pictures/load/", is_picture=True),
    "[[load.png]]": Place("/pictures/load/", is_picture=True),
}
LINKS = {
    "a relative path": ("[a](../pool%20report.md)", "/documents/3/", "a"),
    "with a heading": ("[a](<../pool report.md#the-cause>)", "/documents/3/#the-cause", "a"),
    "by reference": ("[a][pool]\n\n[pool]: ../pool%20report.md", "/documents/3/", "a"),
    "a name": ("[[Pool exhausted]]", "/documents/3/", "Pool exhausted"),
    "a name over spaces": ("[[ Pool  exhausted ]]", "/documents/3/", "Pool  exhausted"),
    "a name shown otherwise": ("[[Pool exhausted|*last* time]]", "/documents/3/", "<em>last</em> time"),
    "a heading by name": ("[[Pool exhausted#The cause]]", "/documents/3/#the-cause", "Pool exhausted › The cause"),
    "a heading of this page": ("[[#The cause]]", "#the-cause", "The cause"),
    "in a table": ("| a |\n|---|\n| [[Pool exhausted\\|last]] |", "/documents/3/", "last"),
    "a link to a picture": ("[a](images/load.png)", "/pictures/load/", "a"),
    "another site": ("[a](https://b.example/c.md)", "https://b.example/c.md", "a"),
    "the same page": ("[a](#b)", "#b", "a"),
    "a picture that is a document": ("![a](../pool%20report.md)", "/documents/3/", "a (pool%20report.md)"),
}
ABSENT = {
    "a path": ("[a *b*](gone.md)", "gone.md", "a <em>b</em>"),
    "a name": ("[[Gone]]", "[[Gone]]", "Gone"),
    "a name shown otherwise": ("[[Gone|last time]]", "[[Gone]]", "last time"),
    "a picture": ("![load](images/gone.png)", "images/gone.png", "load (gone.png)"),
    "a picture without words": ("![](images/gone.png)", "images/gone.png", "gone.png"),
}
LEFT_ALONE = [
    "`[[Gone]]`",
    r"\[[Gone]]",
    "[[]]",
    "[[ ]]",
    "[[ -f setup.py ]]",
    "[[1, 2], [3]]",
    "a[[0]][1]",
    "```\n[[Gone]]\n```",
]


@pytest.mark.parametrize("text, address, words", LINKS.values(), ids=LINKS)
def test_what_is_there_is_linked(text, address, words):
    assert re.findall(r'<a href="([^"]*)"[^>]*>(.*?)</a>', render(text, places=PLACES)) == [(address, words)]


@pytest.mark.parametrize("text, target, words", ABSENT.values(), ids=ABSENT)
def test_what_is_not_there_stays_readable(text, target, words):
    assert f'<span class="absent" title="{target}">{words}</span>' in render(text, places=PLACES)


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_other_double_brackets_are_left_alone(text):
    html = render(text, places=PLACES)
    assert "<a " not in html
    assert "absent" not in html


@pytest.mark.parametrize("piece", ["[[", "![[[[", "[[a]]", "[[a|b", "[[a#b", "]]", "<<<<", "`a", "&"])
def test_many_of_them_are_shown_to_the_end(piece):
    html = render(piece * 5_000 + " the end", places=PLACES)
    assert "the end" in html
    assert html.count("a") >= 5_000 * piece.count("a")


def test_a_table_of_a_thousand_columns_is_whole():
    html = render("|a" * 1000 + "|\n" + "|-" * 1000 + "|\n" + "|b" * 1000 + "|\n")
    assert (html.count("<th "), html.count("<td ")) == (1000, 1000)


def test_a_definition_goes_before_a_name():
    assert '[<a href="/documents/3/"' in render("[[gone]]\n\n[gone]: ../pool%20report.md", places=PLACES)


@pytest.mark.parametrize("text", ['![load](images/load.png "Monday")', "![[load.png]]"])
def test_a_picture_is_shown(text):
    assert re.search(r'<img [^>]*src="/pictures/load/"', render(text, places=PLACES))


def test_ids_of_the_page_are_not_given_again():
    html = render("# Main\n\n# Main\n", taken={"main"})
    assert re.findall(r'<h1 [^>]*id="([^"]*)"', html) == ["main-1", "main-2"]


def test_heading_ids_are_those_that_tables_of_contents_are_written_for():
    html = render("# Cause & effect\n\n# ✅ What worked: v1.2 (`make_run`)\n")
    assert re.findall(r'<h1 [^>]*id="([^"]*)"', html) == ["cause--effect", "-what-worked-v12-make_run"]
