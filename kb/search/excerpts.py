"""The lines of a text that answer a question, with what was found in them marked.

The engines index words as the splitter cuts them; shown is the text as it was written, with the parts of a name marked
inside it. So all engines show the same.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import merge

from kb.search.query import Term

WIDTH = 240
# Of each term so many places are looked at: a longer text has the first of them.
MAX_PLACES = 40
# Signs between the parts of a name or phrase.
BETWEEN = r"[\W_]{0,8}"
GAPS = re.compile(r"\s+")
# Of Markdown what says nothing in the middle of a line: fences, the signs of code and stress, of headings and of rules
# in tables.
SIGNS = re.compile(r"```\w*|~~~|`|\*\*|(?m:^#{1,6}(?:\ |$))|\|(?:\ ?:?-{3,}:?\ ?\|)+")


@dataclass(frozen=True)
class Piece:
    text: str
    marked: bool = False


@dataclass(frozen=True)
class Excerpt:
    """Some text in pieces, and the line on which its first mark stands; 0 without a mark."""

    pieces: tuple[Piece, ...]
    line: int = 0


# Start and end in the text, and which term it is.
Place = tuple[int, int, int]


def excerpt(text: str, terms: Sequence[Term], width: int = WIDTH) -> Excerpt:
    """About `width` letters of the text: where most of the terms stand together, else its beginning.

    Front-matter is shown only where nothing but it has the terms.
    """
    top = _end_of_front_matter(text)
    found = _places(text, terms)
    places = [place for place in found if place[0] >= top] or found
    if not places:
        beginning = text[top : top + width].strip()
        return Excerpt((Piece(_shown(beginning) + ("…" if len(text) > top + width else "")),))
    first = _fullest(places, width)
    start, end = _window(text, places[first], width)
    inside = [place for place in places if start <= place[0] and place[1] <= end]
    line = text.count("\n", 0, places[first][0]) + 1
    return Excerpt(tuple(_pieces(text, start, end, inside)), line)


def marked(text: str, terms: Sequence[Term]) -> tuple[Piece, ...]:
    """The whole text, as a title is shown."""
    return tuple(_pieces(text, 0, len(text), _places(text, terms)))


def _end_of_front_matter(text: str) -> int:
    return text.find("\n---", 3) + 4 if text.startswith("---\n") else 0


def _places(text: str, terms: Sequence[Term]) -> list[Place]:
    small = text.lower()
    # A few letters of other scripts have no small form of the same length; then places could not be told.
    if len(small) != len(text):
        small = text
    found = (_places_of(term, number, text, small) for number, term in enumerate(terms))
    return _apart(merge(*found))


def _places_of(term: Term, number: int, text: str, small: str) -> list[Place]:
    return sorted(
        {
            place
            for parts in filter(None, (term.parts, term.whole))
            for place in _runs(parts, text, small, term.begins, number)
        }
    )


def _runs(parts: Sequence[str], text: str, small: str, begins: bool, number: int) -> Iterable[Place]:
    run = re.compile(BETWEEN.join(map(re.escape, parts)) + (r"[^\W_]*" if begins else ""))
    start = small.find(parts[0])
    for _ in range(MAX_PLACES):
        if start < 0:
            return
        if (found := run.match(small, start)) and _cut(text, start) and (begins or _cut(text, found.end())):
            yield found.start(), found.end(), number
        start = small.find(parts[0], start + 1)


def _cut(text: str, at: int) -> bool:
    """Whether a part may begin or end here: at a sign, between letters and figures, before a capital."""
    before, after = text[at - 1 : at], text[at : at + 1]
    if not before.isalnum() or not after.isalnum() or before.isdigit() != after.isdigit():
        return True
    return after.isupper() and (before.islower() or text[at + 1 : at + 2].islower())


def _apart(places: Iterable[Place]) -> list[Place]:
    """Without those that begin inside another."""
    kept: list[Place] = []
    for place in places:
        if not kept or place[0] >= kept[-1][1]:
            kept.append(place)
    return kept


def _fullest(places: Sequence[Place], width: int) -> int:
    """The number of the place from which most terms stand within the width; of equals the first."""

    def terms_from(number: int) -> int:
        start = places[number][0]
        return len({term for begin, _, term in places[number : number + MAX_PLACES] if begin < start + width})

    return max(range(len(places)), key=lambda number: (terms_from(number), -number))


def _window(text: str, place: Place, width: int) -> tuple[int, int]:
    """From a little before the place, at the edges of words."""
    start = max(0, place[0] - width // 4)
    line = text.rfind("\n", start, place[0])
    if line >= 0:
        start = line + 1
    elif start:
        start = min(place[0], text.find(" ", start, place[0]) + 1 or place[0])
    end = min(len(text), max(start + width, place[1]))
    space = text.rfind(" ", place[1], end)
    return start, (space if space > 0 and end < len(text) else end)


def _pieces(text: str, start: int, end: int, places: Iterable[Place]) -> Iterable[Piece]:
    if start and text[start - 1 : start] != "\n":
        yield Piece("…")
    at = start
    for begin, finish, _ in places:
        if begin > at:
            yield Piece(_shown(text[at:begin]))
        yield Piece(_shown(text[begin:finish]), marked=True)
        at = finish
    if at < end:
        yield Piece(_shown(text[at:end]))
    if end < len(text):
        yield Piece("…")


def _shown(text: str) -> str:
    return GAPS.sub(" ", SIGNS.sub("", text))
