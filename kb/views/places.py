"""Where a line of a document is on its page: each finding leads to its own line, also inside a block of many lines."""

import re
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import mark_safe

# The opening tag of a rendered block: its name, its attributes, its first and last line.
BLOCK = re.compile(
    r'<(?P<tag>[a-z][a-z0-9]*+)\b[^>]*? id="L(?P<id>\d++)" data-lines="(?P<first>\d++)-(?P<last>\d++)"[^>]*+>'
)
# Between the opening tag of these and their first child no anchor may stand.
NO_PLACE_INSIDE = frozenset(("table", "thead", "tbody", "tr", "ul", "ol", "dl", "hr"))


@dataclass(frozen=True)
class FrontMatterRow:
    line: int
    key: str
    value: object
    inner: list[int]


def anchor_lines(html, lines):
    """The rendered `html` with an anchor `L<line>` for each of `lines` that no block of its own starts on."""
    blocks = list(BLOCK.finditer(html))
    taken = {int(block["id"]) for block in blocks}
    anchors = sorted((_place(html, blocks, line), line) for line in set(lines) - taken)
    parts, done = [], 0
    for place, line in anchors:
        parts += [html[done:place], format_html('<a class="place" id="L{}"></a>', line)]
        done = place
    return mark_safe("".join([*parts, html[done:]]))


def _place(html, blocks, line):
    """The offset of `line` in `html`: inside the smallest block that holds it, else after the last one before it."""
    holding = [block for block in blocks if int(block["first"]) <= line <= int(block["last"])]
    if not holding:
        before = [block for block in blocks if int(block["last"]) < line]
        return before[-1].start() if before else 0
    block = min(reversed(holding), key=lambda block: int(block["last"]) - int(block["first"]))
    if block["tag"] in NO_PLACE_INSIDE:
        return block.start()
    return _line_of_code(html, block, line) or block.end()


def _line_of_code(html, block, line):
    """The offset of a line of a code block; 0 if the block is none."""
    end = html.find("</pre>", block.end())
    start = html.find("<pre", block.start(), block.end() + 200)
    if block["tag"] not in ("pre", "div") or start < 0 or end < 0:
        return 0
    begin = html.index(">", start) + 1
    fences = int(block["last"]) - int(block["first"]) + 1 - html.count("\n", begin, end)
    for _ in range(line - int(block["first"]) - (1 if fences > 0 else 0)):
        begin = html.index("\n", begin, end) + 1
    return begin


def front_matter_rows(front_matter, lines):
    """The fields of the front-matter, each with its line in the file and those of `lines` that stand in its value."""
    keys = [(front_matter.lines.get(key, 1), key, value) for key, value in front_matter.fields.items()]
    ends = [*(line for line, _, _ in keys), front_matter.body_line][1:]
    return [
        FrontMatterRow(line, key, value, [other for other in sorted(set(lines)) if line < other < end])
        for (line, key, value), end in zip(keys, ends, strict=True)
    ]
