"""The element tree that Python-Markdown goes on with, built from our blocks instead of by its own parser."""

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element, ElementTree, SubElement

from markdown.util import ETX, STX, AtomicString, HtmlStash, code_escape

from incidents.reading.blocks import Block, LinkTarget, read_markdown
from incidents.reading.rendering.highlighting import highlight

TASK_MARK = re.compile(r"\[(?P<mark>[ xX])\][ \t]++(?=\S)")
# Python-Markdown marks its placeholders with these.
PLACEHOLDER_MARKS = dict.fromkeys(map(ord, STX + ETX))
# Long text in which hardly a word stands between the marks is no prose: it is shown as written.
INLINE_MARKS = re.compile(r"[*_~\[\]()<>`!\\]")
LONGEST_INLINE = 50_000
LONGEST_DENSE_INLINE = 5_000
DENSE = 0.15
# Their first child has the same line and is the better place to jump to.
WITHOUT_ANCHOR = {"ul", "ol", "table", "thead", "tbody", "blockquote", "td", "th"}


class BlockTree:
    """Python-Markdown's parser as far as it is asked: `parseDocument`. `targets` are the link definitions found."""

    def __init__(self, first_line: int, stash: HtmlStash) -> None:
        self.first_line = first_line
        self.stash = stash
        self.targets: dict[str, LinkTarget] = {}
        self.anchored: set[int] = set()

    def parseDocument(self, lines: list[str]) -> ElementTree:
        """The tree of the whole document; inline text is left for the inline patterns."""
        read = read_markdown("\n".join(lines).translate(PLACEHOLDER_MARKS), self.first_line)
        self.targets.update(read.targets)
        root = Element("div")
        self._add_all(root, read.blocks)
        return ElementTree(root)

    def _add_all(self, parent: Element, blocks: tuple[Block, ...]) -> None:
        for block in blocks:
            BUILDERS[block.kind](self, parent, block)

    def _add_text(self, parent: Element, block: Block) -> None:
        tag = f"h{block.level}" if block.kind == "heading" else "p"
        _set_text(self._element(parent, tag, block), block.text)

    def _add_quote(self, parent: Element, block: Block) -> None:
        self._add_all(self._element(parent, "blockquote", block), block.children)

    def _add_list(self, parent: Element, block: Block) -> None:
        number = block.children[0].number
        element = self._element(parent, "ul" if number is None else "ol", block)
        if number not in (None, 1):
            element.set("start", str(number))
        self._add_all(element, block.children)

    def _add_item(self, parent: Element, block: Block) -> None:
        element = self._element(parent, "li", block)
        children = block.children
        if children and children[0].tight:
            _set_text(element, children[0].text)
            children = children[1:]
        self._add_all(element, children)
        _mark_task(element)

    def _add_table(self, parent: Element, block: Block) -> None:
        table = self._element(parent, "table", block)
        for rows, (tag, cell_tag) in zip(block.children, (("thead", "th"), ("tbody", "td")), strict=False):
            group = self._element(table, tag, rows)
            for row in rows.children:
                self._add_row(self._element(group, "tr", row), row, cell_tag)

    def _add_row(self, parent: Element, row: Block, cell_tag: str) -> None:
        for cell in row.children:
            element = self._element(parent, cell_tag, cell)
            if cell.align:
                element.set("align", cell.align)
            _set_text(element, cell.text)

    def _add_code(self, parent: Element, block: Block) -> None:
        language = block.info.split()[0].lower() if block.info else ""
        pre = self._element(parent, "pre", block)
        code = SubElement(pre, "code", {"class": f"language-{language}"} if language else {})
        lines = enumerate(highlight(block.text, language), start=block.lines[0] + block.fenced)
        # Stashed, as Python-Markdown's own extensions do it: a tree of thousands of coloured words is slow.
        code.text = AtomicString(self.stash.store("".join(self._code_line(number, html) for number, html in lines)))

    def _code_line(self, number: int, html: str) -> str:
        anchor = f' id="L{number}"' if self._is_first_of(number) else ""
        return f'<span class="line"{anchor}>{html}</span>\n'

    def _add_html(self, parent: Element, block: Block) -> None:
        element = self._element(parent, "pre", block)
        element.set("class", "html")
        element.text = _as_written(block.text.rstrip("\n"))

    def _add_rule(self, parent: Element, block: Block) -> None:
        self._element(parent, "hr", block)

    def _element(self, parent: Element, tag: str, block: Block) -> Element:
        element = SubElement(parent, tag, {"data-lines": f"{block.lines[0]}-{block.lines[1]}"})
        if tag not in WITHOUT_ANCHOR and self._is_first_of(block.lines[0]):
            element.set("id", f"L{block.lines[0]}")
        return element

    def _is_first_of(self, line: int) -> bool:
        """Whether nothing stands yet that `#L<line>` leads to."""
        is_first = line not in self.anchored
        self.anchored.add(line)
        return is_first


BUILDERS: dict[str, Callable[[BlockTree, Element, Block], None]] = {
    "heading": BlockTree._add_text,
    "paragraph": BlockTree._add_text,
    "quote": BlockTree._add_quote,
    "list": BlockTree._add_list,
    "item": BlockTree._add_item,
    "table": BlockTree._add_table,
    "code": BlockTree._add_code,
    "html": BlockTree._add_html,
    "rule": BlockTree._add_rule,
}


def _set_text(element: Element, text: str) -> None:
    if text:
        element.text = _as_written(text) if _is_no_prose(text) else text


def _is_no_prose(text: str) -> bool:
    if len(text) <= LONGEST_DENSE_INLINE:
        return False
    return len(text) > LONGEST_INLINE or len(INLINE_MARKS.findall(text)) > len(text) * DENSE


def _as_written(text: str) -> AtomicString:
    return AtomicString(code_escape(text))


def _mark_task(item: Element) -> None:
    """`[x]` before the text of an item becomes a box that nobody can tick."""
    holder = item if item.text or not len(item) else item[0]
    mark = TASK_MARK.match(holder.text or "")
    if not mark or holder.tag not in ("li", "p"):
        return
    item.set("class", "task")
    is_done = mark["mark"] != " "
    box = Element("input", {"type": "checkbox", "disabled": "disabled", "aria-label": "done" if is_done else "open"})
    if is_done:
        box.set("checked", "checked")
    kind = type(holder.text)
    box.tail = kind(holder.text[mark.end() :])
    holder.text = None
    holder.insert(0, box)
