"""Every finding leads to its own line, wherever in the rendered text or the front-matter that line is."""

import pytest

from incidents.reading.front_matter import read_front_matter
from incidents.reading.rendering import render
from kb.views.places import anchor_lines, front_matter_rows

TEXT = """\
# Title

One line
and another
of a paragraph.

```python
def test_order(rows):
    assert rows == sorted(rows)
```

- first
  still first
- second

| a | b |
|---|---|
| 1 | 2 |


After a gap.
"""


def anchored(line):
    return anchor_lines(render(TEXT), [line])


@pytest.mark.parametrize("line", range(1, 24))
def test_every_line_has_one_place(line):
    assert anchored(line).count(f'id="L{line}"') == 1


@pytest.mark.parametrize(
    ("line", "before"),
    [
        pytest.param(4, "One line", id="inside a paragraph: its start"),
        pytest.param(9, "", id="inside code: the very line"),
        pytest.param(13, "first", id="inside a list item"),
        pytest.param(18, "<td", id="a row of a table"),
    ],
)
def test_place_is_where_the_line_is(line, before):
    after = anchored(line).split(f'id="L{line}"', 1)[1]
    assert before in after[:60]


@pytest.mark.parametrize("line", [11, 17, 100])
def test_no_anchor_stands_where_html_forbids_it(line):
    html = anchored(line)
    for parent in ("<table", "<tr", "<thead", "<tbody", "<ul", "<ol"):
        assert not any(part.split(">", 1)[1].startswith("<a") for part in html.split(parent)[1:])


def test_text_without_blocks_still_has_the_place():
    assert anchor_lines("", [7]) == '<a class="place" id="L7"></a>'


def test_lines_of_front_matter_are_found_in_their_row():
    front = read_front_matter("---\ntitle: T\nsymptoms:\n  - red\n  - slow\n---\nBody\n")
    rows = front_matter_rows(front, [2, 4, 5, 7], [{"line": 4, "message": "odd"}])
    assert [(row.key, row.line, row.inner) for row in rows] == [("title", 2, []), ("symptoms", 3, [4, 5])]
    assert [row.warnings for row in rows] == [[], ["odd"]]
