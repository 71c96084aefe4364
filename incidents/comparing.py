"""Two texts beside each other as people read them: changed lines, the words that changed in them, equal ones folded.

Nothing that changed is ever left out: much of it comes in pages. What words are looked at is bounded, so that the time
stays near linear; a line beyond that is shown as changed as a whole, and says so.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from incidents.differing import Change, changes
from incidents.differing_words import Budget, Pieces, marked_words, pairs
from incidents.merging import split_lines

# Equal lines that are shown on both sides of a change, and how many in between may be unfolded on the spot.
CONTEXT = 3
FOLDED_MOST = 300
EQUAL_LINE_MOST = 2_000
# A page ends with the first of these; a change that is longer than a part is cut into parts.
ROWS, CHARACTERS, PART = 400, 200_000, 200
HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(?P<title>[^\n]*?)[ \t]*#*[ \t]*\n?\Z")
FENCE = re.compile(r" {0,3}(?P<fence>`{3,}|~{3,})")


@dataclass(frozen=True)
class Line:
    """One line as shown: its number, its words in pieces (words, changed), and the characters left out at its end.

    `is_whole`: it was too long, or the page too full, to tell which of its words changed. `is_ended`: by a line end.
    """

    number: int
    pieces: Pieces
    is_whole: bool = False
    is_ended: bool = True
    n_left_out: int = 0


@dataclass(frozen=True)
class Row:
    """What stands in one line of both texts; None where the other text has nothing in its place."""

    old: Line | None
    new: Line | None


@dataclass(frozen=True)
class Same:
    """Equal lines between two changes. `folded` may be empty where `n_folded` lines are too many to send along."""

    head: tuple[Row, ...]
    folded: tuple[Row, ...]
    tail: tuple[Row, ...]
    n_folded: int
    first_folded: int
    kind: str = "same"


@dataclass(frozen=True)
class Changed:
    """A change, or a part of a long one. `section` is the heading above it in the new text."""

    number: int
    is_first_part: bool
    section: str
    rows: tuple[Row, ...]
    kind: str = "changed"

    @property
    def removed(self) -> list[Line]:
        return [row.old for row in self.rows if row.old]

    @property
    def added(self) -> list[Line]:
        return [row.new for row in self.rows if row.new]


@dataclass(frozen=True)
class Span:
    """The lines of a part of change `number`, counted from 0."""

    number: int
    is_first: bool
    old: range
    new: range


@dataclass(frozen=True)
class Place:
    """What a page of a comparison holds: its first and last change, and the heading above the first."""

    page: int
    first: int
    last: int
    section: str


class Comparison:
    """Where `new` differs from `old`, two texts with any line ends; page by page, from 1."""

    def __init__(self, old: str, new: str):
        self.old, self.new = split_lines(old), split_lines(new)
        self.changes = changes(self.old, self.new)

    @cached_property
    def n_removed(self) -> int:
        return sum(change.old_end - change.old for change in self.changes)

    @cached_property
    def n_added(self) -> int:
        return sum(change.new_end - change.new for change in self.changes)

    @cached_property
    def pages(self) -> list[list[Span]]:
        """The parts of the changes, those together that make one page; one empty page if nothing changed."""
        made: list[list[Span]] = [[]]
        rows = characters = 0
        for span in self._spans():
            size = sum(map(len, self.old[span.old.start : span.old.stop] + self.new[span.new.start : span.new.stop]))
            height = len(span.old) + len(span.new) + 2 * CONTEXT
            if made[-1] and (rows + height > ROWS or characters + size > CHARACTERS):
                made.append([])
                rows = characters = 0
            made[-1].append(span)
            rows, characters = rows + height, characters + size
        return made

    @property
    def places(self) -> list[Place]:
        return [
            Place(number, spans[0].number, spans[-1].number, self._section(spans[0].new.start))
            for number, spans in enumerate(self.pages, start=1)
            if spans
        ]

    def page_of(self, change: int) -> int:
        return next((place.page for place in self.places if place.first <= change <= place.last), 1)

    def blocks(self, page: int) -> Iterator[Same | Changed]:
        """What stands on a page, from top to bottom."""
        budget = Budget()
        for span in self.pages[page - 1]:
            if span.is_first:
                yield from self._same(span.number - 1)
            yield Changed(span.number, span.is_first, self._section(span.new.start), self._rows(span, budget))
        if page == len(self.pages):
            yield from self._same(len(self.changes))

    def _spans(self) -> Iterator[Span]:
        for number, change in enumerate(self.changes, start=1):
            longer = max(change.old_end - change.old, change.new_end - change.new)
            for start in range(0, longer, PART):
                old = range(min(change.old + start, change.old_end), min(change.old + start + PART, change.old_end))
                new = range(min(change.new + start, change.new_end), min(change.new + start + PART, change.new_end))
                yield Span(number, not start, old, new)

    def _rows(self, span: Span, budget: Budget) -> tuple[Row, ...]:
        old, new = self.old[span.old.start : span.old.stop], self.new[span.new.start : span.new.stop]
        return tuple(self._row(span, i, j, budget) for i, j in pairs(old, new))

    def _row(self, span: Span, i: int | None, j: int | None, budget: Budget) -> Row:
        if j is None:
            return Row(_line(span.old[i], self.old[span.old[i]]), None)
        if i is None:
            return Row(None, _line(span.new[j], self.new[span.new[j]]))
        old, new = self.old[span.old[i]], self.new[span.new[j]]
        words = marked_words(old.removesuffix("\n"), new.removesuffix("\n"), budget)
        return Row(
            _line(span.old[i], old, words.old, is_whole=words.is_whole),
            _line(span.new[j], new, words.new, is_whole=words.is_whole),
        )

    def _same(self, after: int) -> Iterator[Same]:
        """The equal lines behind change number `after`; 0: those at the top."""
        before = self.changes[after - 1] if after else Change(0, 0, 0, 0)
        end = self.changes[after].old if after < len(self.changes) else len(self.old)
        if before.old_end == end:
            return
        n, shift = end - before.old_end, before.new_end - before.old_end
        head = CONTEXT if after else 0
        tail = CONTEXT if after < len(self.changes) else 0
        if n <= head + tail + 1:
            head, tail = n, 0
        first, last = before.old_end + head, end - tail
        folded = range(first, last) if last - first <= FOLDED_MOST else range(0)
        rows = [self._equal(part, shift) for part in (range(before.old_end, first), folded, range(last, end))]
        yield Same(*rows, last - first, first + shift + 1)

    def _equal(self, lines: range, shift: int) -> tuple[Row, ...]:
        return tuple(Row(_equal_line(i, self.old[i]), _equal_line(i + shift, self.old[i])) for i in lines)

    def _section(self, line: int) -> str:
        at = bisect_right(self._headings, line, key=lambda heading: heading[0])
        return self._headings[at - 1][1] if at else ""

    @cached_property
    def _headings(self) -> list[tuple[int, str]]:
        return list(headings(self.new))


def headings(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The headings that begin with #, outside of code, each with its line counted from 0."""
    fence = ""
    for number, line in enumerate(lines):
        if found := FENCE.match(line):
            fence = "" if fence and found["fence"].startswith(fence) else fence or found["fence"]
        elif not fence and (found := HEADING.match(line[:EQUAL_LINE_MOST])):
            yield number, found["title"][:120]


def _line(place: int, line: str, pieces: Pieces | None = None, *, is_whole: bool = False) -> Line:
    text = line.removesuffix("\n")
    return Line(place + 1, pieces or ((text, False),), is_whole, line.endswith("\n"))


def _equal_line(place: int, line: str) -> Line:
    text = line.removesuffix("\n")
    return Line(place + 1, ((text[:EQUAL_LINE_MOST], False),), n_left_out=max(0, len(text) - EQUAL_LINE_MOST))
