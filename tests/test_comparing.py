"""Two texts beside each other: which lines and words changed, in pages that leave nothing out, of bounded size."""

import re

import pytest

from incidents.comparing import Changed, Comparison, Same
from incidents.comparing_rendered import marked_html
from incidents.differing_words import Budget, marked_words, pairs
from incidents.reading.rendering import render

OLD = "# Lock\n\nA timeout of 30 s was set.\n\n## Cause\n\nNobody knew.\n"
NEW = "# Lock\n\nA timeout of 60 s was set.\n\n## Cause\n\nNobody knew.\n\nAnn found it.\n"

PLACES = re.compile(r' (?:id|data-lines)="[^"]*"')

# «words» differ from the other line.
WORDS = [
    pytest.param("a timeout of 30 s", "a timeout of 60 s", "a timeout of «30» s", "a timeout of «60» s", id="number"),
    pytest.param("one two", "one two three", "one two", "one two« three»", id="added at the end"),
    pytest.param("read the file", "read file", "read «the »file", "read file", id="taken out"),
    pytest.param("timeouts", "timeout", "timeouts", "timeout", id="another word altogether"),
    pytest.param(
        "It was the pool.", "Nobody closed her.", "It was the pool.", "Nobody closed her.", id="nothing shared"
    ),
    pytest.param("x = 403  # ok", "x = 404  # ok", "x = «403»  # ok", "x = «404»  # ok", id="code"),
    pytest.param("Größe 1 über", "Größe 2 über", "Größe «1» über", "Größe «2» über", id="umlauts"),
    pytest.param(
        "the old pool ran dry", "the new queue ran dry", "the «old pool» ran dry", "the «new queue» ran dry", id="two"
    ),
    pytest.param(
        "E ran dry\n  at 30\n", "E ran dry\n  at 45\n", "E ran dry\n  at «30»\n", "E ran dry\n  at «45»\n", id="lines"
    ),
]


def told(pieces):
    return "".join(f"«{text}»" if is_changed else text for text, is_changed in pieces)


@pytest.mark.parametrize("old, new, old_told, new_told", WORDS)
def test_the_words_that_changed_are_marked(old, new, old_told, new_told):
    words = marked_words(old, new, Budget())
    assert (told(words.old), told(words.new), words.is_whole) == (old_told, new_told, False)


PAIRS = [
    pytest.param(["a b c"], ["a b d"], [(0, 0)], id="one became one"),
    pytest.param(["a b c"], ["new line", "a b d"], [(None, 0), (0, 1)], id="one came before"),
    pytest.param(["gone away", "a b c"], ["a b d"], [(0, None), (1, 0)], id="one went"),
    pytest.param(["x y z"], ["p q r"], [(0, 0)], id="alone they fill one row"),
    pytest.param([], ["p", "q"], [(None, 0), (None, 1)], id="only new ones"),
]


@pytest.mark.parametrize("old, new, expected", PAIRS)
def test_like_stands_beside_like(old, new, expected):
    assert list(pairs(old, new)) == expected


def test_changes_have_their_lines_and_the_section_they_stand_in():
    first, second = [block for block in Comparison(OLD, NEW).blocks(1) if isinstance(block, Changed)]
    assert (first.section, first.removed[0].number, first.added[0].number) == ("Lock", 3, 3)
    assert (second.section, [line.number for line in second.added]) == ("Cause", [8, 9])


def test_what_begins_with_a_hash_in_code_is_no_section():
    text = "# Lock\n\n```\n# a comment\n```\n\n{}\n"
    [change] = [block for block in Comparison(text.format(1), text.format(2)).blocks(1) if isinstance(block, Changed)]
    assert change.section == "Lock"


def test_equal_texts_have_one_page_without_changes():
    compared = Comparison(OLD, OLD)
    assert (compared.changes, len(compared.pages)) == ([], 1)
    assert all(isinstance(block, Same) for block in compared.blocks(1))


def test_equal_lines_are_folded_and_none_is_lost():
    lines = [f"line {number}" for number in range(100)]
    change, below = Comparison("\n".join(["a", *lines]), "\n".join(["b", *lines])).blocks(1)
    assert (len(below.head), below.n_folded, len(below.folded), len(below.tail)) == (3, 97, 97, 0)
    assert change.rows[0].old.number == 1


def test_a_missing_last_line_end_is_a_change_that_is_told():
    [change] = [block for block in Comparison("a\nb\n", "a\nb").blocks(1) if isinstance(block, Changed)]
    assert (change.removed[0].is_ended, change.added[0].is_ended) == (True, False)


def test_ten_thousand_changed_lines_come_in_pages_and_none_is_left_out():
    old, new = ("".join(f"{word} {number} ran dry\n" for number in range(10_000)) for word in ("pool", "queue"))
    compared = Comparison(old, new)
    blocks = [block for page in range(1, len(compared.pages) + 1) for block in compared.blocks(page)]
    assert [line.number for block in blocks for line in block.added] == list(range(1, 10_001))
    assert [line.number for block in blocks for line in block.removed] == list(range(1, 10_001))
    assert len(compared.pages) >= 25


MEGABYTE = [
    pytest.param("ab " * 340_000, "ba " * 340_000, True, id="all of it"),
    pytest.param("ab " * 340_000, "ab " * 170_000 + "new " + "ab " * 170_000, False, id="one word"),
    pytest.param("a" * 1_000_000, "b" * 1_000_000, True, id="one word that long"),
]


@pytest.mark.parametrize("old, new, is_whole", MEGABYTE)
def test_a_line_of_a_megabyte_is_shown_whole(old, new, is_whole):
    [change] = Comparison(old, new).blocks(1)
    [line] = change.added
    assert "".join(text for text, _ in line.pieces) == new
    assert line.is_whole == is_whole


def test_words_beyond_the_budget_of_a_page_are_shown_changed_as_a_whole():
    words = marked_words("a b c d e", "a x y z e", Budget(most=10))
    assert (told(words.old), told(words.new), words.is_whole) == ("a «b c d» e", "a «x y z» e", True)


RENDERED = [
    pytest.param("One.", "One.\n\nTwo.", "<p>One.</p>[+<p>Two.</p>]", id="a paragraph more"),
    pytest.param("One.\n\nTwo.", "Two.", "[-<p>One.</p>]<p>Two.</p>", id="a paragraph less"),
    pytest.param("- a\n- b", "- a\n- c", "<ul><li>a</li><li>[-b]</li><li>[+c]</li></ul>", id="an item inside a list"),
    pytest.param(
        "`<ins>`", "`<del>`", "[-<p><code>&lt;ins&gt;</code></p>][+<p><code>&lt;del&gt;</code></p>]", id="escaped"
    ),
]


@pytest.mark.parametrize("old, new, expected", RENDERED)
def test_rendered_blocks_are_marked(old, new, expected):
    marked = marked_html(render(old), render(new))
    for sign, tag, said in (("+", "ins", "added"), ("-", "del", "removed")):
        marked = marked.replace(f'<{tag}><span class="hidden">{said}: </span>', f"[{sign}").replace(f"</{tag}>", "]")
    assert without_places(marked) == expected


def test_a_changed_cell_marks_its_row_in_the_table():
    table = "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | {} |\n"
    marked = marked_html(render(table.format(4)), render(table.format(5)))
    assert marked.count("<table") == 1
    assert marked.count("<del>") == marked.count("<ins>") == 2


def without_places(html):
    return PLACES.sub("", html)
