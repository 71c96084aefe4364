"""Two rendered texts as one: what is only in the old one stands as deleted, what is only in the new one as inserted.

Blocks are told apart, and inside lists, quotes and tables their items, quoted blocks and rows.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

from incidents.differing import changes
from incidents.differing_words import pairs

VOID = frozenset(("br", "hr", "img", "input"))
# What is looked into where one became another; and what may stand inside no <ins> or <del>, but holds one.
LOOKED_INTO = frozenset(("ul", "ol", "blockquote", "table", "thead", "tbody"))
HOLDING = frozenset(("li", "td", "th"))
HOLDING_HOLDERS = frozenset(("tr", "thead", "tbody"))
# Where a block stands in its file, and what it is called, says nothing of whether it changed.
PASSING = ("id", "data-lines")


@dataclass
class Element:
    tag: str
    attributes: tuple[tuple[str, str | None], ...]
    inner: list["Element | str"] = field(default_factory=list)


class _Tree(HTMLParser):
    """Well-formed HTML, as the renderer gives it, as elements; text stays as it is written."""

    def __init__(self, html: str):
        super().__init__(convert_charrefs=False)
        self.open = [Element("", ())]
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, tuple(attrs))
        self.open[-1].inner.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and len(self.open) > 1:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].inner.append(data)

    def handle_entityref(self, name: str) -> None:
        self.open[-1].inner.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.open[-1].inner.append(f"&#{name};")


def marked_html(old: str, new: str) -> str:
    """Both in one; `old` and `new` come from `incidents.reading.rendering.render`.

    >>> marked_html("<p>One.</p>", "<p>One.</p><p>Two.</p>")
    '<p>One.</p><ins><span class="hidden">added: </span><p>Two.</p></ins>'
    """
    return "".join(_merged(_blocks(_Tree(old).open[0]), _blocks(_Tree(new).open[0])))


def _blocks(element: Element) -> list[Element]:
    """The elements inside; words that stand between them become one."""
    return [
        inner if isinstance(inner, Element) else Element("span", (), [inner])
        for inner in element.inner
        if isinstance(inner, Element) or inner.strip()
    ]


def _merged(old: Sequence[Element], new: Sequence[Element]) -> Iterator[str]:
    done = 0
    for change in changes([_written(block, PASSING) for block in old], [_written(block, PASSING) for block in new]):
        yield from (_written(block) for block in new[done : change.new])
        yield from _changed(old[change.old : change.old_end], new[change.new : change.new_end])
        done = change.new_end
    yield from (_written(block) for block in new[done:])


def _changed(old: Sequence[Element], new: Sequence[Element]) -> Iterator[str]:
    for i, j in pairs([_text(block) for block in old], [_text(block) for block in new]):
        if i is not None and j is not None and _can_be_looked_into(old[i], new[j]):
            merged = "".join(_merged(_blocks(old[i]), _blocks(new[j])))
            yield f"{_start(new[j])}{merged}</{new[j].tag}>"
            continue
        if i is not None:
            yield _wrapped(old[i], "del", "removed", ("id",))
        if j is not None:
            yield _wrapped(new[j], "ins", "added")


def _text(part: Element | str) -> str:
    return part if isinstance(part, str) else " ".join(map(_text, part.inner))


def _can_be_looked_into(old: Element, new: Element) -> bool:
    if old.tag != new.tag or old.tag not in LOOKED_INTO:
        return False
    return old.tag != "table" or [one.tag for one in _blocks(old)] == [one.tag for one in _blocks(new)]


def _wrapped(element: Element, tag: str, said: str, without: Sequence[str] = ()) -> str:
    """The element marked as inserted or deleted, in a place where HTML allows it."""
    inner = "".join(_written(one, without) for one in element.inner)
    if element.tag in HOLDING:
        return f"{_start(element, without)}{_mark(inner, tag, said)}</{element.tag}>"
    if element.tag in HOLDING_HOLDERS:
        held = "".join(_wrapped(one, tag, said, without) for one in _blocks(element))
        return f"{_start(element, without)}{held}</{element.tag}>"
    return _mark(_written(element, without), tag, said)


def _mark(inner: str, tag: str, said: str) -> str:
    return f'<{tag}><span class="hidden">{said}: </span>{inner}</{tag}>'


def _written(part: Element | str, without: Sequence[str] = ()) -> str:
    if isinstance(part, str):
        return part
    inner = "".join(_written(one, without) for one in part.inner)
    return _start(part, without) + inner + ("" if part.tag in VOID else f"</{part.tag}>")


def _start(element: Element, without: Sequence[str] = ()) -> str:
    kept = (f' {name}="{_quoted(value or "")}"' for name, value in element.attributes if name not in without)
    return f"<{element.tag}{''.join(kept)}>"


def _quoted(value: str) -> str:
    return value.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")
