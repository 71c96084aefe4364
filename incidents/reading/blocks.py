"""The block structure of a Markdown text with its lines: read once, walked by the reader and by the renderer alike.

The grammar is GitHub's: CommonMark with tables, by markdown-it-py. Inline Markdown is left as written.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

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
    "th": "cell",
    "td": "cell",
    "heading": "heading",
    "paragraph": "paragraph",
}
LEAVES = {"fence": "code", "code_block": "code", "hr": "rule", "html_block": "html"}
# A list is two levels deep, a quote one. markdown-it drops what is nested beyond its own limit; we stop before it.
DEEPEST_LEVEL = 90
MARKDOWN_IT_DEEPEST_LEVEL = DEEPEST_LEVEL + 10

Definitions = dict[str, dict[str, dict[str, str]]]


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
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class LinkTarget:
    """What `[label]: address "title"` defines."""

    address: str
    title: str


@dataclass(frozen=True)
class Markdown:
    """A text's blocks and its link definitions by normalised label (`normalizeReference` of markdown-it)."""

    blocks: tuple[Block, ...]
    targets: dict[str, LinkTarget]


def read_blocks(text: str, first_line: int = 1) -> tuple[Block, ...]:
    """The top-level blocks of `text`; `first_line` is the number its first line has in the file.

    Never raises: all text is Markdown. Nesting beyond DEEPEST_LEVEL is read as plain text.
    """
    return read_markdown(text, first_line).blocks


def read_markdown(text: str, first_line: int = 1) -> Markdown:
    """The blocks of `text` as `read_blocks` gives them, with its link definitions."""
    definitions: Definitions = {}
    blocks = tuple(_Reading(first_line, definitions).blocks(text))
    targets = {label: LinkTarget(it["href"], it["title"]) for label, it in definitions.get("references", {}).items()}
    return Markdown(blocks, targets)


@cache
def grammar() -> MarkdownIt:
    """CommonMark and tables with the inline rules off: they are read by whoever needs them."""
    parser = MarkdownIt("commonmark", {"maxNesting": MARKDOWN_IT_DEEPEST_LEVEL}).enable("table").disable("inline")
    parser.block.ruler.before("table", "too_deep", _too_deep)
    return parser


def _too_deep(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """The rule that takes all lines of a block nested too deeply as one paragraph."""
    if silent or state.level < DEEPEST_LEVEL:
        return False
    last = first + 1
    while last < end and (state.isEmpty(last) or state.sCount[last] >= state.blkIndent):
        last += 1
    state.line = last
    state.push("paragraph_open", "p", 1).map = [first, last]
    state.push("inline", "", 0).content = state.getLines(first, last, state.blkIndent, False).strip()
    state.push("paragraph_close", "p", -1)
    return True


@dataclass(frozen=True)
class _Reading:
    """One text on its way from markdown-it's flat tokens to blocks."""

    first_line: int
    definitions: Definitions
    opens_tags: bool = True

    def blocks(self, text: str) -> Iterator[Block]:
        tokens = iter(grammar().parse(text, self.definitions))
        return self._siblings(tokens, "", (self.first_line, self.first_line))

    def _siblings(self, tokens: Iterator[Token], until: str, around: tuple[int, int]) -> Iterator[Block]:
        """`around` are the lines of the block around, for cells, of which markdown-it does not tell them."""
        for token in tokens:
            if token.type == until:
                return
            name = token.type.removesuffix("_open")
            lines = self._lines(token) or around
            if name == "html_block" and self.opens_tags and is_pseudo_xml(token.content):
                yield from self._pseudo_xml(token.content, lines[0])
            elif name in LEAVES:
                yield Block(LEAVES[name], token.content, lines, info=token.info.strip(), fenced=name == "fence")
            elif name in CONTAINERS:
                yield self._container(token, name, tokens, lines)

    def _pseudo_xml(self, content: str, first_line: int) -> Iterator[Block]:
        for offset, is_tag, text in split_pseudo_xml(content):
            line = first_line + offset
            if is_tag:
                yield Block("html", text + "\n", (line, line))
            else:
                yield from replace(self, first_line=line, opens_tags=False).blocks(text)

    def _container(self, token: Token, name: str, tokens: Iterator[Token], lines: tuple[int, int]) -> Block:
        kind = CONTAINERS[name]
        if kind in ("heading", "paragraph", "cell"):
            text = _inline(tokens, f"{name}_close")
            level = int(token.tag[1]) if kind == "heading" else 0
            return Block(kind, text, lines, level=level, tight=token.hidden, align=_align(token))
        children = tuple(self._siblings(tokens, f"{name}_close", lines))
        if children and kind in ("list", "item"):
            # markdown-it counts the empty lines behind an item as its own.
            lines = (lines[0], children[-1].lines[1])
        number = int(token.info) if kind == "item" and token.info.isdecimal() else None
        return Block(kind, "", lines, number=number, children=children)

    def _lines(self, token: Token) -> tuple[int, int] | None:
        if not token.map:
            return None
        start, end = token.map
        return self.first_line + start, self.first_line + max(start, end - 1)


def _inline(tokens: Iterator[Token], until: str) -> str:
    text = ""
    for token in tokens:
        if token.type == until:
            break
        text += token.content
    return text


def _align(token: Token) -> str:
    return str(token.attrs.get("style", "")).removeprefix("text-align:")
