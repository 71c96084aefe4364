"""Links and images, inline and by reference, and bare web addresses, found in linear time.

Python-Markdown looks for the closing bracket anew from every opening one, which takes seconds for 20 KB of `[a`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.inlinepatterns import AutolinkInlineProcessor, InlineProcessor
from markdown.util import AtomicString
from markdown_it.common.utils import normalizeReference

from incidents.reading import mentions
from incidents.reading.blocks import LinkTarget
from incidents.reading.mentions import ELSEWHERE, NAME, local_target, named_target
from incidents.reading.rendering.headings import slug_of

NAME_START = rf"(?x)!?{NAME}"
LINK_START = r"(?<!!)\["
IMAGE_START = r"!\["
DESTINATION = re.compile(mentions.DESTINATION, re.VERBOSE)
BRACKET = re.compile(r"[\[\]]")
LONGEST_DESTINATION = 2_000
LONGEST_LABEL = 999
WEB_ADDRESS = r"(?<![\w/@.\"'=])(?:https?://|www\.)[^\s<>\x02\x03`]++"
# Marks a link whose words are its address: on paper that of the others stands behind them.
SAYS_ITSELF = "bare"
END_OF_SENTENCE = "?!.,:;*_~'\")]"

Found = tuple[Element | None, int | None, int | None]
NOTHING: Found = (None, None, None)


@dataclass(frozen=True)
class Place:
    """Where on this site a target of a document is, and whether it is a picture."""

    address: str
    is_picture: bool = False


class Link(InlineProcessor):
    """`[text](address "title")`, `[text][label]`, `[label][]` and `[label]`."""

    ANCESTOR_EXCLUDES = ("a",)

    def __init__(
        self, pattern: str, md: Markdown, targets: dict[str, LinkTarget], places: Mapping[str, Place] | None
    ) -> None:
        super().__init__(pattern, md)
        self.targets = targets
        self.places = places
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
        local = local_target(target.address)
        if self.places is None or not local:
            return _link(text, target)
        place = self.places.get(local)
        return _link(text, _moved(target, place)) if place else _absent(text, target.address)


class Image(Link):
    """The same with `!` before it. A picture on another site becomes a link: opening a page asks no third party."""

    ANCESTOR_EXCLUDES = ()

    def _element(self, text: str, target: LinkTarget) -> Element:
        if ELSEWHERE.match(target.address):
            return self._named(text or target.address, target)
        if self.places is None:
            return _picture(self.unescape(text), target)
        place = self.places.get(local_target(target.address))
        if place and place.is_picture:
            return _picture(self.unescape(text), LinkTarget(place.address, target.title))
        name = target.address.rpartition("/")[2]
        words = f"{text} ({name})" if text else name
        return self._named(words, _moved(target, place)) if place else _absent(words, target.address)

    def _named(self, text: str, target: LinkTarget) -> Element:
        if "a" not in self.md.treeprocessors["inline"].ancestors:
            return _link(text, target)
        name = Element("span")
        name.text = text
        return name


class Name(Link):
    """`[[name]]`, `[[name|shown]]` and `[[name#heading]]`; with `!` before it, a picture by its name."""

    def handleMatch(self, m: re.Match[str], data: str) -> Found:
        """The link, the picture, or the words marked as not here; nothing where the brackets mean something else."""
        target, fragment = named_target(m["name"]), f"#{slug_of(m['heading'])}" if m["heading"] else ""
        if self.places is None or not (target or fragment) or normalizeReference(m["name"]) in self.targets:
            return NOTHING
        words = m["shown"] or AtomicString(" › ".join(part.strip() for part in (m["name"], m["heading"]) if part))
        place = self.places.get(target)
        if place and place.is_picture and m[0].startswith("!"):
            return _picture(words, LinkTarget(place.address, "")), m.start(), m.end()
        if place or not target:
            return _link(words, LinkTarget((place.address if place else "") + fragment, "")), m.start(), m.end()
        # What begins with a space is more often a shell's test than a name.
        return NOTHING if m["name"][0].isspace() else (_absent(words, target), m.start(), m.end())


def _link(text: str, target: LinkTarget) -> Element:
    link = Element("a", {"href": target.address})
    link.text = text
    if target.title:
        link.set("title", target.title)
    return link


def _picture(text: str, target: LinkTarget) -> Element:
    image = Element("img", {"src": target.address, "alt": text})
    if target.title:
        image.set("title", target.title)
    return image


def _absent(text: str, target: str) -> Element:
    """Words that led somewhere where nothing is; static/css/document.css says so behind them."""
    words = Element("span", {"class": "absent", "title": target})
    words.text = text
    return words


def _moved(target: LinkTarget, place: Place) -> LinkTarget:
    fragment = target.address.partition("#")
    return LinkTarget(place.address + fragment[1] + fragment[2], target.title)


class Autolink(AutolinkInlineProcessor):
    """`<https://…>`."""

    def handleMatch(self, m: re.Match[str], data: str) -> Found:
        link, start, end = super().handleMatch(m, data)
        link.set("class", SAYS_ITSELF)
        return link, start, end


class WebAddress(InlineProcessor):
    """`https://…` and `www.…` without anything around it, as GitHub links them."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(self, m: re.Match[str], data: str) -> Found:
        """The link without the punctuation that belongs to the sentence around it."""
        address = _without_sentence_end(m[0])
        if not address.partition("://")[2] and not address.startswith("www."):
            return NOTHING
        link = Element("a", {"href": address if "://" in address else f"https://{address}", "class": SAYS_ITSELF})
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
