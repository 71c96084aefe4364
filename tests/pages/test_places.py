"""Every finding leads to its own line, wherever in a rendered block that line is."""

import pytest

from kb.views.places import anchor_lines

PARAGRAPH = '<p id="L3" data-lines="3-5">one\ntwo\nthree</p>'
FENCE = '<pre id="L3" data-lines="3-6"><code><span>def f():</span>\n    <span>fail()</span>\n</code></pre>'
WRAPPED = '<div id="L3" data-lines="3-6"><pre><span></span><code>def f():\n    fail()\n</code></pre></div>'
INDENTED = '<pre id="L3" data-lines="3-4"><code>def f():\n    fail()\n</code></pre>'
LIST = '<ul id="L3" data-lines="3-5">\n<li id="L3-1" data-lines="3-3">a</li>\n<li id="L4" data-lines="4-5">b</li></ul>'
TABLE = '<table id="L3" data-lines="3-5"><tr><td>a</td></tr></table>'


def anchor(line):
    return f'<a class="place" id="L{line}"></a>'


@pytest.mark.parametrize(
    ("html", "line", "placed"),
    [
        pytest.param(PARAGRAPH, 3, PARAGRAPH, id="the block starts there"),
        pytest.param(PARAGRAPH, 4, PARAGRAPH.replace('5">', f'5">{anchor(4)}'), id="inside a paragraph"),
        pytest.param(FENCE, 5, FENCE.replace("    <span>", f"{anchor(5)}    <span>"), id="second line of a fence"),
        pytest.param(FENCE, 4, FENCE.replace("<pre id", "<pre id").replace("><code", f">{anchor(4)}<code"), id="first"),
        pytest.param(WRAPPED, 5, WRAPPED.replace("    fail", f"{anchor(5)}    fail"), id="fence in a div"),
        pytest.param(INDENTED, 4, INDENTED.replace("    fail", f"{anchor(4)}    fail"), id="indented code"),
        pytest.param(LIST, 5, LIST.replace("b</li>", f"{anchor(5)}b</li>"), id="inside a list item"),
        pytest.param(TABLE, 4, anchor(4) + TABLE, id="before a table, never inside"),
        pytest.param(PARAGRAPH, 9, anchor(9) + PARAGRAPH, id="after all blocks"),
        pytest.param("", 1, anchor(1), id="no text"),
    ],
)
def test_line_has_its_place(html, line, placed):
    assert anchor_lines(html, [line]) == placed


def test_each_line_is_anchored_once():
    html = anchor_lines(PARAGRAPH, [4, 5, 4])
    assert (html.count(anchor(4)), html.count(anchor(5))) == (1, 1)
