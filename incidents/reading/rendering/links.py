"""Links and images, inline and by reference, and bare web addresses, found in linear time.

Python-Markdown looks for the closing bracket anew from every opening one, which takes seconds for 20 KB of `[a`.
"""

import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString
from markdown_it.common.utils import normalizeReference

from incidents.reading.blocks import LinkTarget

LINK_START = r"(?<!!)\["
IMAGE_START = r"!\["
BRACKET = re.compile(r"[\[\]]")
# (address), (<address>), (address "title"); an address may hold brackets two deep.
DESTINATION = re.compile(
    r"""
    \(\s*+
    (?:<(?P<angled>[^<>\n]*+)>|(?P<plain>(?:[^\s()<]|\((?:[^\s()]|\([^\s()]*+\))*+\))*+))
    (?:\s++(?:"(?P<double>[^"]*+)"|'(?P<single>[^']*+)'|\((?P<round>[^()]*+)\)))?+
    \s*+\)
    """,
    re.VERBOSE,
)
LONGEST_DESTINATION = 2_000
LONGEST_LABEL = 999
WEB_ADDRESS = r"(?<![\w/@.\"'=])(?:https?://|www\.)[^\s<>\x02\x03`]++"
ELSEWHERE = re.compile(r"//|[a-z][a-z0-9+.-]*+:", re.I)
END_OF_SENTENCE = "?!.,:;*_~'\")]"

Found = tuple[Element | None, int | None, int | None]
NOTHING: Found = (None, None, None)


class Link(InlineProcessor):
    """`[text](address "title")`, `[text][label]`, `[label][]` and `[label]`."""

    ANCESTOR_EXCLUDES = ("a",)

    def __init__(self, pattern: str, md: Markdown, targets: dict[str, LinkTarget]) -> None:
        super().__init__(pattern, md)
        self.targets = targets
        self.brackets = _Brackets()

    def handleMatch(self, m: re.Match[str], data: str) -> Found:
        """The element with its first and last offset in `data`, or nothing if the brackets are just brackets."""
        close = self.brackets.closing(data, m.end() - 1)
        if close is None:
            return NOTHING
        text = data[m.end() : close]
        target, end = self._target(data, text, close + 1)
        if target is None:
            return NOTHING
        return self._element(text, target), m.start(), end

    def _target(self, data: str, text: str, behind: int) -> tuple[LinkTarget | None, int]:
        inline = DESTINATION.match(data, behind, behind + LONGEST_DESTINATION)
        if inline:
            return self._inline_target(inline), inline.end()
        label, end = text, behind
        if data.startswith("[", behind):
            close = self.brackets.closing(data, behind)
            if close is not None:
                label, end = data[behind + 1 : close] or text, close + 1
        if len(label) > LONGEST_LABEL:
            return None, end
        return self.targets.get(normalizeReference(self.unescape(label))), end

    def _inline_target(self, found: re.Match[str]) -> LinkTarget:
        address = found["angled"] if found["angled"] is not None else found["plain"]
        title = found["double"] or found["single"] or found["round"] or ""
        return LinkTarget(self.unescape(address), self.unescape(title))

    def _element(self, text: str, target: LinkTarget) -> Element:
        link = Element("a", {"href": target.address})
        link.text = text
        if target.title:
            link.set("title", target.title)
        return link


class Image(Link):
    """The same with `!` before it. A picture on another site becomes a link: opening a page asks no third party."""

    ANCESTOR_EXCLUDES = ()

    def _element(self, text: str, target: LinkTarget) -> Element:
        if ELSEWHERE.match(target.address):
            return self._named(text or target.address, target)
        image = Element("img", {"src": target.address, "alt": self.unescape(text)})
        if target.title:
            image.set("title", target.title)
        return image

    def _named(self, text: str, target: LinkTarget) -> Element:
        if "a" not in self.md.treeprocessors["inline"].ancestors:
            return super()._element(text, target)
        name = Element("span")
        name.text = text
        return name


class WebAddress(InlineProcessor):
    """`https://…` and `www.…` without anything around it, as GitHub links them."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(self, m: re.Match[str], data: str) -> Found:
        """The link without the punctuation that belongs to the sentence around it."""
        address = _without_sentence_end(m[0])
        if not address.partition("://")[2] and not address.startswith("www."):
            return NOTHING
        link = Element("a", {"href": address if "://" in address else f"https://{address}"})
        link.text = AtomicString(address)
        return link, m.start(), m.start() + len(address)


def _without_sentence_end(address: str) -> str:
    while address and address[-1] in END_OF_SENTENCE:
        if address[-1] == ")" and address.count("(") >= address.count(")"):
            break
        address = address[:-1]
    return address


class _Brackets:
    """Which bracket closes which, kept while a pattern works its way through one text.

    Python-Markdown replaces what was matched and goes on behind it, so places are counted from the end of the text.
    """

    def __init__(self) -> None:
        self.text = ""
        self.pairs: dict[int, int] = {}

    def closing(self, data: str, opening: int) -> int | None:
        """The offset of the bracket that closes the one at `opening`, or None."""
        if not self.text.endswith(data[opening:]):
            self.text, self.pairs = data, _pairs(data)
        distance = self.pairs.get(len(data) - opening)
        return None if distance is None else len(data) - distance


def _pairs(data: str) -> dict[int, int]:
    pairs: dict[int, int] = {}
    open_places: list[int] = []
    for bracket in BRACKET.finditer(data):
        place = len(data) - bracket.start()
        if bracket[0] == "[":
            open_places.append(place)
        elif open_places:
            pairs[open_places.pop()] = place
    return pairs
