"""Where a line of a document is on its page: each finding leads to its own line, also inside a block of many lines."""

import re
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import mark_safe

BLOCK = re.compile(r'<(?P<tag>[a-z][a-z0-9]*+) [^<>]*?data-lines="(?P<first>\d++)-(?P<last>\d++)"[^<>]*+>')
LINE_ID = re.compile(r' id="L(\d++)"')
COMMENTED = '<a class="said-here" href="#said-{}" title="{}" aria-label="{}">{}</a>'
# Between the opening tag of these and their first child no anchor may stand.
NO_PLACE_INSIDE = frozenset(("table", "thead", "tbody", "tr", "ul", "ol", "hr"))


@dataclass(frozen=True)
class FrontMatterRow:
    line: int
    key: str
    value: object
    inner: list[int]
    warnings: list[str]

    @property
    def is_blank(self):
        """A field that nobody filled in."""
        return self.value in (None, "", []) and not self.inner and not self.warnings


def anchor_lines(html, lines):
    """The rendered `html` with an anchor `L<line>` for each of `lines` that has none yet."""
    taken = {int(line) for line in LINE_ID.findall(html)}
    blocks = list(BLOCK.finditer(html))
    anchors = sorted((_place(blocks, line), line) for line in set(lines) - taken)
    parts, done = [], 0
    for place, line in anchors:
        parts += [html[done:place], format_html('<a class="place" id="L{}"></a>', line)]
        done = place
    return mark_safe("".join([*parts, html[done:]]))


def with_comments(html, said):
    """The rendered `html` with a mark where comments begin; `said` is by line how many, and the id of the first."""
    if not said:
        return html
    blocks = list(BLOCK.finditer(html))
    parts, done = [], 0
    for place, line in sorted((_place(blocks, line), line) for line in said):
        n, first = said[line]
        told = f"{n} comment{'s' * (n > 1)} on line {line}"
        parts += [html[done:place], format_html(COMMENTED, first, told, told, n)]
        done = place
    return mark_safe("".join([*parts, html[done:]]))


def _place(blocks, line):
    """The offset of `line`: inside the smallest block that holds it, else before the last one above it."""
    holding = [block for block in blocks if int(block["first"]) <= line <= int(block["last"])]
    if not holding:
        return max((block.start() for block in blocks if int(block["last"]) < line), default=0)
    block = min(reversed(holding), key=lambda block: int(block["last"]) - int(block["first"]))
    return block.start() if block["tag"] in NO_PLACE_INSIDE else block.end()


def front_matter_rows(front_matter, lines, faults):
    """The fields of the front-matter, each with its line in the file, those of `lines` in its value, and its faults.

    What an outline offered and nobody filled in is left out; it stands in the text as written.
    """
    keys = [(front_matter.lines.get(key, 1), key, value) for key, value in front_matter.fields.items()]
    ends = [*(line for line, _, _ in keys), front_matter.body_line][1:]
    rows = [
        FrontMatterRow(
            line,
            key,
            value,
            [other for other in sorted(set(lines)) if line < other < end],
            [fault["message"] for fault in faults if line <= fault["line"] < end],
        )
        for (line, key, value), end in zip(keys, ends, strict=True)
    ]
    return [row for row in rows if not row.is_blank]
