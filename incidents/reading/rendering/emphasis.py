"""Emphasis, strong emphasis and strikethrough by CommonMark's own rules, in linear time.

Python-Markdown's patterns try every pair of stars, take seconds on nested ones, and 3.11.1 to 3.11.3 lose letters.
This runs after the inline patterns, over text with links and code already in their elements.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, SubElement

from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, STX, AtomicString

DELIMITERS = re.compile(r"\*++|_++|~++")
# Of what is nested deeper the marks are taken away and nothing else is done.
DEEPEST = 20
TAGS = {("*", 1): "em", ("*", 2): "strong", ("_", 1): "em", ("_", 2): "strong", ("~", 1): "del", ("~", 2): "del"}


@dataclass
class Run:
    """A run of one delimiter; `left` are those not yet used, `closes` and `opens` the tags it has come to mean."""

    mark: str
    length: int
    can_open: bool
    can_close: bool
    place: int
    left: int = field(init=False)
    closes: list[str] = field(default_factory=list)
    opens: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.left = self.length


Part = str | Element | Run


class Emphasis(Treeprocessor):
    """Puts `em`, `strong` and `del` around what stands between the delimiters of each element's own text."""

    def run(self, root: Element) -> None:
        """Changes the tree in place; text that is Markdown no more (AtomicString) is left alone."""
        for element in list(root.iter()):
            if element.tag not in ("pre", "code") and _has_delimiters(element):
                _emphasise(element)


def _has_delimiters(element: Element) -> bool:
    return any(DELIMITERS.search(text) for text in _texts(element))


def _texts(element: Element) -> list[str]:
    texts = [element.text, *(child.tail for child in element)]
    return [text for text in texts if text and not isinstance(text, AtomicString)]


def _emphasise(element: Element) -> None:
    parts = _parts(element)
    _pair([part for part in parts if isinstance(part, Run)])
    _rebuild(element, parts)


def _parts(element: Element) -> list[Part]:
    """The element's text and children in order, delimiters cut out."""
    parts: list[Part] = _split(element.text, "", _first_character(list(element)[:1]))
    children = list(element)
    for number, child in enumerate(children):
        parts.append(child)
        parts += _split(child.tail, "x" if child.tag != "br" else "", _first_character(children[number + 1 :][:1]))
    return parts


def _first_character(following: list[Element]) -> str:
    """A child counts as a letter, a line break as a space, the end as nothing."""
    return "x" if following and following[0].tag != "br" else ""


def _split(text: str | None, before: str, behind: str) -> list[Part]:
    if not text or isinstance(text, AtomicString):
        return [text] if text else []
    parts: list[Part] = []
    end = 0
    for found in DELIMITERS.finditer(text):
        parts.append(text[end : found.start()])
        previous = text[found.start() - 1] if found.start() else before
        following = text[found.end()] if found.end() < len(text) else behind
        parts.append(_run(found[0], previous, following))
        end = found.end()
    parts.append(text[end:])
    return parts


def _run(marks: str, previous: str, following: str) -> Run:
    """CommonMark 0.31, “Emphasis and strong emphasis”: left- and right-flanking delimiter runs."""
    after_space, before_space = not previous.strip(), not following.strip()
    after_mark, before_mark = _is_punctuation(previous), _is_punctuation(following)
    left = not before_space and (not before_mark or after_space or after_mark)
    right = not after_space and (not after_mark or before_space or before_mark)
    if marks[0] == "_":
        return Run("_", len(marks), left and (not right or after_mark), right and (not left or before_mark), 0)
    if marks[0] == "~" and len(marks) > 2:
        return Run("~", len(marks), False, False, 0)
    return Run(marks[0], len(marks), left, right, 0)


def _is_punctuation(character: str) -> bool:
    """Escaped characters stand between STX and ETX here, and all of them are punctuation."""
    return bool(character) and (character in STX + ETX or unicodedata.category(character)[0] in "PS")


def _pair(runs: list[Run]) -> None:
    """CommonMark 0.31, “process emphasis”: `bottoms` remembers where looking for an opener was in vain."""
    openers: list[Run] = []
    bottoms: dict[tuple[str, bool, int], int] = {}
    for place, run in enumerate(runs):
        run.place = place
        while run.can_close and run.left:
            opener = _opener_of(run, openers, bottoms)
            if not opener:
                break
            _join(opener, run)
            if not opener.left:
                openers.pop()
        if run.can_open and run.left:
            openers.append(run)


def _opener_of(closer: Run, openers: list[Run], bottoms: dict[tuple[str, bool, int], int]) -> Run | None:
    """The nearest opener that fits, all between it and the closer taken off; None leaves `openers` as they were."""
    kind = (closer.mark, closer.can_open, closer.length if closer.mark == "~" else closer.length % 3)
    bottom = bottoms.get(kind, -1)
    for depth in range(len(openers) - 1, -1, -1):
        if openers[depth].place <= bottom:
            break
        if _fits(openers[depth], closer):
            del openers[depth + 1 :]
            return openers[depth]
    bottoms[kind] = closer.place - 1
    return None


def _fits(opener: Run, closer: Run) -> bool:
    if opener.mark != closer.mark:
        return False
    if closer.mark == "~":
        return opener.length == closer.length
    if not (opener.can_close or closer.can_open):
        return True
    return (opener.length + closer.length) % 3 != 0 or (opener.length % 3 == 0 and closer.length % 3 == 0)


def _join(opener: Run, closer: Run) -> None:
    count = min(2, opener.left, closer.left)
    tag = TAGS[closer.mark, count]
    opener.left -= count
    closer.left -= count
    opener.opens.append(tag)
    closer.closes.append(tag)


def _rebuild(element: Element, parts: list[Part]) -> None:
    for child in list(element):
        element.remove(child)
    element.text = None
    nest = [element]
    for part in parts:
        if isinstance(part, str):
            _add_text(nest[-1], part)
        elif isinstance(part, Run):
            _add_run(nest, part)
        else:
            part.tail = None
            nest[-1].append(part)


def _add_run(nest: list[Element], run: Run) -> None:
    for _ in run.closes:
        nest.pop()
    _add_text(nest[-1], run.mark * run.left)
    for tag in reversed(run.opens):
        nest.append(nest[-1] if len(nest) > DEEPEST else SubElement(nest[-1], tag))


def _add_text(element: Element, text: str) -> None:
    if not text:
        return
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text
