"""Texts that are made, or happen, to break readers: each is read to its end, and what a person could read survives."""

import pytest

from incidents.reading.blocks import read_blocks
from incidents.reading.encodings import decode
from incidents.reading.front_matter import read_front_matter
from incidents.reading.rendering import render

MANY = 20_000
INLINE = {
    "open brackets": "[a",
    "open brackets and underscores": "[ a_",
    "brackets and parentheses": "[ (](",
    "links never closed": "[a](<b",
    "links with open titles": '[a](b "',
    "links in parentheses": "[a](b(",
    "references": "[a][b]",
    "open images": "![",
    "images never closed": "![a](",
    "strong in strong": "**a ",
    "emphasis in strong": "*a **b ",
    "stars and underscores": "*a_b ",
    "three stars": "*** a",
    "tildes": "~~a ",
    "stars within words": "a**b",
    "backslashes": "\\\\",
    "open autolinks": "<http://a",
    "open mail addresses": "<a@",
    "addresses with parentheses": "www.((((",
    "angle brackets": "<",
    "ampersands": "&a",
    "line breaks": "a  \n",
    "code": "`a` ",
}
BLOCKS = {
    "quotes in quotes": ">",
    "lists in lists": "- ",
    "numbered lists in lists": "1. ",
    "quotes and lists": "> - ",
    "table rule": "|-",
    "fences": "```\n",
    "headings": "# a\n",
    "open definitions": "[a\n",
    "empty definitions": "[a]:\n",
    "made-up tags": "<a>\n# h\n",
    "made-up tags around fences": "<a>\n    ```\n# h\n",
}
FRONT_MATTER = {
    "brackets": "a: " + "[" * MANY,
    "braces": "a: " + "{" * MANY,
    "items in items": "a:\n " + "- " * MANY,
    "question marks": "a: b\n" + "? " * MANY,
    "keys": "".join(f"key{number}: x\n" for number in range(MANY)),
    "keys in keys": "".join(" " * depth + "k:\n" for depth in range(500)),
    "an alias of itself": "a: &a [*a]",
    "aliases of aliases": "a: &a [x,x,x,x,x,x,x,x,x]\n"
    + "".join(
        f"{it}: &{it} [{','.join(9 * ['*' + before])}]\n" for before, it in zip("abcdefgh", "bcdefghi", strict=True)
    ),
    "anchors": "a: " + "&a " * MANY,
    "merge keys": "a: &a {x: y}\nb: {<<: *a}",
    "a tag that calls": "a: !!python/object/apply:os.system ['true']",
    "an unknown tag": "a: !secret x",
    "a long number": "a: " + "9" * MANY,
    "a date that is none": "a: 2025-13-45",
    "an escape character": "a: \x1b[0m",
    "no end of a quote": 'a: "' + "b" * MANY,
    "tabs": "a:\n" + "\t" * MANY + "b: c",
}


@pytest.mark.parametrize("piece", INLINE.values(), ids=INLINE)
def test_inline_forms_are_rendered_to_the_end(piece):
    assert "the end" in render(piece * (MANY // len(piece)) + " the end")


def test_nested_brackets_survive_whole():
    text = "[" * 10_000 + "a" + "]" * 10_000
    assert text in render(text)


def test_nested_emphasis_keeps_all_its_words():
    html = render("*a **b " * 300 + "c" + "** d*" * 300)
    assert html.count("b ") == 300
    assert html.count("<em>") + html.count("<strong>") > 0


@pytest.mark.parametrize("piece", BLOCKS.values(), ids=BLOCKS)
def test_block_forms_are_read_and_rendered_to_the_end(piece):
    text = piece * (MANY // len(piece)) + "the end\n"
    assert any("the end" in block.text for top in read_blocks(text) for block in top.walk())
    assert "the end" in render(text)


@pytest.mark.parametrize("lines", FRONT_MATTER.values(), ids=FRONT_MATTER)
def test_front_matter_never_costs_the_body(lines):
    found = read_front_matter(f"---\n{lines}\n---\nthe end\n")
    assert found.body == "the end\n"
    assert found.body_line == lines.count("\n") + 4
    assert found.fields


@pytest.mark.parametrize("name", ["brackets", "keys", "aliases of aliases", "a tag that calls", "an escape character"])
def test_what_is_wrong_in_front_matter_is_told(name):
    found = read_front_matter(f"---\n{FRONT_MATTER[name]}\n---\n")
    assert 0 < len(found.faults) <= 20
    assert len(repr(found.fields)) < 300_000


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("+++\na = " + "[" * MANY + "\n+++\n", id="brackets"),
        pytest.param("+++\n" + "a." * MANY + "b = 1\nc = 2\n+++\n", id="dots"),
        pytest.param("+++\na = " + "9" * MANY + "\n+++\n", id="a long number"),
    ],
)
def test_toml_is_bounded_too(text):
    found = read_front_matter(text)
    assert found.body == ""
    assert [fault.line for fault in found.faults] == [2]


def test_one_line_of_five_million_characters():
    text = decode(b"word " * 1_000_000).text
    assert len(read_blocks(text)) == 1
    assert len(render(text)) > 4_999_999
