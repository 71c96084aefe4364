"""The block structure of a Markdown text with its lines: read once, walked by the reader and by the renderer alike.

The grammar is GitHub's: CommonMark with tables, by markdown-it-py. Inline Markdown is left as written.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

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


@dataclass(frozen=True)
class Block:
    """One block. `kind` is heading, paragraph, list, item, code, table, rows, row, cell, quote, rule or html.

    `text` is the inline Markdown of a heading, paragraph or cell, or the content of code; "" for containers.
    `lines` are the first and last physical line, 1-based, counted from `first_line` of `read_blocks`.
    `level` is a heading's 1-6; `number` an ordered item's number; `info` a fence's language.
    """

    kind: str
    text: str
    lines: tuple[int, int]
    level: int = 0
    number: int | None = None
    info: str = ""
    children: tuple["Block", ...] = field(default=())

    def walk(self) -> Iterator["Block"]:
        """This block and all below it, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()


def read_blocks(text: str, first_line: int = 1) -> tuple[Block, ...]:
    """The top-level blocks of `text`; `first_line` is the number its first line has in the file.

    Never raises: all text is Markdown. Nesting beyond markdown-it's own limit is read as plain text.
    """
    tokens = iter(grammar().parse(text))
    return tuple(_siblings(tokens, until="", first_line=first_line))


def grammar() -> MarkdownIt:
    """CommonMark, tables and strikethrough with the inline rules off: they are read by whoever needs them."""
    return MarkdownIt("commonmark", {"maxNesting": 100}).enable("table").disable("inline")


def _siblings(tokens: Iterator[Token], until: str, first_line: int) -> Iterator[Block]:
    for token in tokens:
        if token.type == until:
            return
        if token.type == "inline":
            continue
        name = token.type.removesuffix("_open")
        if name in LEAVES:
            yield Block(LEAVES[name], token.content, _lines(token, first_line), info=token.info.strip())
        elif name in CONTAINERS:
            yield _container(token, name, tokens, first_line)


def _container(token: Token, name: str, tokens: Iterator[Token], first_line: int) -> Block:
    lines = _lines(token, first_line)
    if name in ("heading", "paragraph", "th", "td"):
        text = _inline(tokens, f"{name}_close")
        return Block(CONTAINERS[name], text, lines, level=int(token.tag[1]) if name == "heading" else 0)
    children = tuple(_siblings(tokens, f"{name}_close", first_line))
    number = int(token.info) if name == "list_item" and token.info.isdecimal() else None
    return Block(CONTAINERS[name], "", lines, number=number, children=children)


def _inline(tokens: Iterator[Token], until: str) -> str:
    text = ""
    for token in tokens:
        if token.type == until:
            break
        text += token.content
    return text


def _lines(token: Token, first_line: int) -> tuple[int, int]:
    start, end = token.map or (0, 1)
    return first_line + start, first_line + max(start, end - 1)
