"""The block structure of a Markdown text with its lines: read once, walked by the reader and by the renderer alike.

The grammar is GitHub's: CommonMark with tables, by markdown-it-py. Inline Markdown is left as written.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from incidents.reading.grammar import Environment, Mark, parse
from incidents.reading.pseudo_xml import is_pseudo_xml, split_pseudo_xml

CONTAINERS = {
    "bullet_list": "list",
    "ordered_list": "list",
    "list_item": "item",
    "blockquote": "quote",
    "table": "table",
    "thead": "rows",
    "tbody": "rows",
    "tr": "row",
}
TEXTS = {"th": "cell", "td": "cell", "heading": "heading", "paragraph": "paragraph"}
LEAVES = {"fence": "code", "code_block": "code", "rest": "code", "hr": "rule", "html_block": "html"}
# Of marks, of which a block takes one to three: it bounds what a document of nothing but bars takes of memory.
MOST_MARKS = 150_000


@dataclass(frozen=True)
class Block:
    """One block. `kind` is heading, paragraph, list, item, code, table, rows, row, cell, quote, rule or html.

    `text` is the inline Markdown of a heading, paragraph or cell, or the content of code; "" for containers.
    `lines` are the first and last physical line, 1-based, counted from `first_line` of `read_blocks`.
    `level` is a heading's 1-6; `number` an ordered item's number; `info` a fence's language;
    `fenced` says that code has a fence, so that its text starts a line below it; `tight` that a paragraph is the
    plain text of a list item; `align` is a cell's left, right, center or "".
    """

    kind: str
    text: str
    lines: tuple[int, int]
    level: int = 0
    number: int | None = None
    info: str = ""
    children: tuple["Block", ...] = field(default=())
    fenced: bool = False
    tight: bool = False
    align: str = ""

    def walk(self) -> Iterator["Block"]:
        """This block and all below it, in the order of the text."""
        left = [self]
        while left:
            block = left.pop()
            yield block
            left += reversed(block.children)


@dataclass(frozen=True)
class LinkTarget:
    """What `[label]: address "title"` defines."""

    address: str
    title: str


@dataclass(frozen=True)
class Markdown:
    """A text's blocks and its link definitions by normalised label (`normalizeReference` of markdown-it).

    `rest` is the line from which on no more blocks were told apart, because there were too many, or 0.
    """

    blocks: tuple[Block, ...]
    targets: dict[str, LinkTarget]
    rest: int = 0


def read_blocks(text: str, first_line: int = 1) -> tuple[Block, ...]:
    """The top-level blocks of `text`; `first_line` is the number its first line has in the file.

    Never raises: all text is Markdown. What is nested deeper than 90 levels is read as plain text.
    """
    return read_markdown(text, first_line).blocks


def read_markdown(text: str, first_line: int = 1, most: int = MOST_MARKS) -> Markdown:
    """The blocks of `text` as `read_blocks` gives them, with its link definitions.

    Behind the first `most` marks of blocks, all that is left is one block of code.
    """
    environment: Environment = {"made": 0, "most": most}
    blocks = tuple(_Reading(first_line, environment).blocks(text))
    targets = {label: LinkTarget(it["href"], it["title"]) for label, it in environment.get("references", {}).items()}
    return Markdown(blocks, targets, environment.get("rest", 0))


@dataclass(frozen=True)
class _Reading:
    """One text on its way from markdown-it's flat marks to blocks."""

    first_line: int
    environment: Environment
    opens_tags: bool = True

    def blocks(self, text: str) -> Iterator[Block]:
        marks = iter(parse(text, self.environment))
        return self._siblings(marks, "", (self.first_line, self.first_line))

    def _siblings(self, marks: Iterator[Mark], until: str, around: tuple[int, int]) -> Iterator[Block]:
        """`around` are the lines of the block around, for cells, of which markdown-it does not tell them."""
        for mark in marks:
            if mark.type == until:
                return
            lines = self._lines(mark) or around
            name = mark.type.removesuffix("_open")
            if name in LEAVES:
                yield from self._leaf(mark, lines)
            elif name in TEXTS:
                yield _text(mark, name, marks, lines)
            elif name in CONTAINERS:
                yield self._container(mark, name, marks, lines)

    def _leaf(self, mark: Mark, lines: tuple[int, int]) -> Iterator[Block]:
        if mark.type == "html_block" and self.opens_tags and is_pseudo_xml(mark.content):
            yield from self._pseudo_xml(mark.content, lines[0])
            return
        if mark.type == "rest":
            self.environment.setdefault("rest", lines[0])
        yield Block(LEAVES[mark.type], mark.content, lines, info=mark.info.strip(), fenced=mark.type == "fence")

    def _pseudo_xml(self, content: str, first_line: int) -> Iterator[Block]:
        for offset, is_tag, text in split_pseudo_xml(content):
            line = first_line + offset
            if is_tag:
                yield Block("html", text + "\n", (line, line))
            else:
                yield from replace(self, first_line=line, opens_tags=False).blocks(text)

    def _container(self, mark: Mark, name: str, marks: Iterator[Mark], lines: tuple[int, int]) -> Block:
        kind = CONTAINERS[name]
        children = tuple(self._siblings(marks, f"{name}_close", lines))
        if children and kind in ("list", "item"):
            # markdown-it counts the empty lines behind an item as its own.
            lines = (lines[0], children[-1].lines[1])
        number = int(mark.info) if kind == "item" and mark.info.isdecimal() else None
        return Block(kind, "", lines, number=number, children=children)

    def _lines(self, mark: Mark) -> tuple[int, int] | None:
        if not mark.map:
            return None
        start, end = mark.map
        return self.first_line + start, self.first_line + max(start, end - 1)


def _text(mark: Mark, name: str, marks: Iterator[Mark], lines: tuple[int, int]) -> Block:
    inline, _close = next(marks), next(marks)
    level = int(mark.tag[1]) if name == "heading" else 0
    return Block(TEXTS[name], inline.content, lines, level=level, tight=mark.hidden, align=_align(mark))


def _align(mark: Mark) -> str:
    return mark.attrs.get("style", "").removeprefix("text-align:")
