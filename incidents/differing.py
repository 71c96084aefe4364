"""Which lines differ between two texts, told as git tells it, so that a merge here is the merge that people expect.

Myers' way to the shortest edit script (1986), in linear space, with the three habits of git: lines that the other text
has nowhere or too often are left out of the search, a search that grows too dear is cut, and runs of changed lines are
moved to where they meet the changes of the other side.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

# A search that has come so far without an end takes the furthest point it reached: time stays near linear.
DEAREST = 256
# How far the lines around a frequent one are looked at, and how many of them must be new to leave it out too.
WINDOW = 100
RUN = 4
FREQUENT_AT_MOST = 1024

Lines = Sequence[str] | Sequence[bytes]
# left and right end in the old text, top and bottom in the new one
Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Change:
    """Lines `old` to `old_end` of the first text stand as `new` to `new_end` in the second; counted from 0."""

    old: int
    old_end: int
    new: int
    new_end: int


def changes(old: Lines, new: Lines) -> list[Change]:
    """Where the second text differs from the first, from top to bottom; between two changes stands an equal line."""
    changed_old, changed_new = _Marks(old), _Marks(new)
    _mark(changed_old, changed_new)
    changed_old.settle(changed_new)
    changed_new.settle(changed_old)
    return _script(changed_old.marks, changed_new.marks)


class _Marks:
    """A text with a mark on each line that the other text has not."""

    def __init__(self, lines: Lines):
        self.lines = lines
        self.marks = [False] * len(lines)

    def settle(self, other: "_Marks") -> None:
        """Moves each run of marked lines to the last place where it faces a run of the other text, or else down."""
        here, there = _Run(self), _Run(other)
        while True:
            if here.end > here.start:
                _settle(here, there)
            if not here.go_on():
                return
            there.go_on()


class _Run:
    """A run of marked lines, perhaps an empty one, between two unmarked lines."""

    def __init__(self, text: _Marks):
        self.text = text
        self.start = self.end = 0
        self._grow()

    def go_on(self) -> bool:
        if self.end == len(self.text.marks):
            return False
        self.start = self.end = self.end + 1
        self._grow()
        return True

    def go_back(self) -> None:
        self.end = self.start = self.start - 1
        self._grow()

    def slide_up(self) -> bool:
        lines, marks = self.text.lines, self.text.marks
        if not self.start or lines[self.start - 1] != lines[self.end - 1]:
            return False
        self.start, self.end = self.start - 1, self.end - 1
        marks[self.start], marks[self.end] = True, False
        self._grow()
        return True

    def slide_down(self) -> bool:
        lines, marks = self.text.lines, self.text.marks
        if self.end == len(lines) or lines[self.start] != lines[self.end]:
            return False
        marks[self.start], marks[self.end] = False, True
        self.start, self.end = self.start + 1, self.end + 1
        self._grow()
        return True

    def _grow(self) -> None:
        marks = self.text.marks
        while self.end < len(marks) and marks[self.end]:
            self.end += 1
        while self.start and marks[self.start - 1]:
            self.start -= 1


def _settle(here: _Run, there: _Run) -> None:
    size, highest, facing = -1, 0, False
    while size != here.end - here.start:
        size = here.end - here.start
        while here.slide_up():
            there.go_back()
        highest, facing = here.end, there.end > there.start
        while here.slide_down():
            there.go_on()
            facing = facing or there.end > there.start
    while facing and here.end > highest and there.end == there.start:
        here.slide_up()
        there.go_back()


def _mark(old: _Marks, new: _Marks) -> None:
    head, tail = _common_ends(old.lines, new.lines)
    old_places, new_places = _telling(old, new, head, tail), _telling(new, old, head, tail)
    old_lines, new_lines = [old.lines[place] for place in old_places], [new.lines[place] for place in new_places]
    boxes = [(0, len(old_lines), 0, len(new_lines))]
    while boxes:
        left, right, top, bottom = _shrunk(old_lines, new_lines, boxes.pop())
        if left == right or top == bottom:
            for place in old_places[left:right]:
                old.marks[place] = True
            for place in new_places[top:bottom]:
                new.marks[place] = True
        else:
            x, y = _middle(old_lines, new_lines, (left, right, top, bottom))
            boxes += [(left, x, top, y), (x, right, y, bottom)]


def _common_ends(old: Lines, new: Lines) -> tuple[int, int]:
    shorter = min(len(old), len(new))
    head = sum(1 for _ in takewhile(lambda i: old[i] == new[i], range(shorter)))
    tail = sum(1 for _ in takewhile(lambda i: old[-1 - i] == new[-1 - i], range(shorter - head)))
    return head, tail


def _telling(text: _Marks, other: _Marks, head: int, tail: int) -> list[int]:
    """The places between the common ends that the search looks at; the other lines there are marked."""
    counts = Counter(other.lines)
    frequent = min(_about_root(len(text.lines)), FREQUENT_AT_MOST)
    first, last = head, len(text.lines) - tail - 1
    # 0: nowhere in the other text, 1: there, 2: there too often to tell anything.
    kinds = {i: 2 if (n := counts[text.lines[i]]) >= frequent else min(n, 1) for i in range(first, last + 1)}
    telling = []
    for place, kind in kinds.items():
        if kind == 1 or (kind == 2 and not _amid_new_lines(kinds, place, first, last)):
            telling.append(place)
        else:
            text.marks[place] = True
    return telling


def _about_root(number: int) -> int:
    """A power of two near the square root."""
    return 1 << (number.bit_length() + 1) // 2


def _amid_new_lines(kinds: dict[int, int], place: int, first: int, last: int) -> bool:
    above = _run_of_others(kinds, range(place - 1, max(first, place - WINDOW) - 1, -1))
    below = _run_of_others(kinds, range(place + 1, min(last, place + WINDOW) + 1))
    if 0 not in above or 0 not in below:
        return False
    n_frequent = (above + below).count(2) + 2
    return n_frequent * RUN < n_frequent + (above + below).count(0)


def _run_of_others(kinds: dict[int, int], places: range) -> list[int]:
    return list(takewhile(lambda kind: kind != 1, (kinds[place] for place in places)))


def _shrunk(old: Lines, new: Lines, box: Box) -> Box:
    left, right, top, bottom = box
    while left < right and top < bottom and old[left] == new[top]:
        left, top = left + 1, top + 1
    while left < right and top < bottom and old[right - 1] == new[bottom - 1]:
        right, bottom = right - 1, bottom - 1
    return left, right, top, bottom


class _Reach:
    """How far a search from one corner of a box came on each diagonal: place in the old text less place in the new."""

    def __init__(self, diagonal: int, x: int, outside: int):
        self.x = {diagonal: x}
        self.first = self.last = diagonal
        self.outside = outside

    def widen(self, lowest: int, highest: int) -> range:
        """The diagonals of the next step: one more on each side where the box has one, else one less."""
        if self.first > lowest:
            self.first -= 1
            self.x[self.first - 1] = self.outside
        else:
            self.first += 1
        if self.last < highest:
            self.last += 1
            self.x[self.last + 1] = self.outside
        else:
            self.last -= 1
        return range(self.last, self.first - 1, -2)


def _middle(old: Lines, new: Lines, box: Box) -> tuple[int, int]:
    """A point that a shortest way from the upper left to the lower right passes, searched from both ends at once."""
    left, right, top, bottom = box
    lowest, highest = left - bottom, right - top
    ahead, behind = _Reach(left - top, left, -1), _Reach(right - bottom, right, right + bottom + 1)
    odd = (ahead.first - behind.first) % 2 == 1
    for _ in range(DEAREST):
        for diagonal in ahead.widen(lowest, highest):
            x = _forward(old, new, box, ahead.x, diagonal)
            if odd and behind.first <= diagonal <= behind.last and behind.x[diagonal] <= x:
                return x, x - diagonal
        for diagonal in behind.widen(lowest, highest):
            x = _backward(old, new, box, behind.x, diagonal)
            if not odd and ahead.first <= diagonal <= ahead.last and x <= ahead.x[diagonal]:
                return x, x - diagonal
    return _furthest(ahead, right, bottom)


def _forward(old: Lines, new: Lines, box: Box, reached: dict[int, int], diagonal: int) -> int:
    _, right, _, bottom = box
    x = max(reached[diagonal - 1] + 1, reached[diagonal + 1])
    while x < right and x - diagonal < bottom and old[x] == new[x - diagonal]:
        x += 1
    reached[diagonal] = x
    return x


def _backward(old: Lines, new: Lines, box: Box, reached: dict[int, int], diagonal: int) -> int:
    left, _, top, _ = box
    x = min(reached[diagonal - 1], reached[diagonal + 1] - 1)
    while x > left and x - diagonal > top and old[x - 1] == new[x - diagonal - 1]:
        x -= 1
    reached[diagonal] = x
    return x


def _furthest(ahead: _Reach, right: int, bottom: int) -> tuple[int, int]:
    diagonals = range(ahead.first, ahead.last + 1, 2)
    inside = ((min(ahead.x[diagonal], right, bottom + diagonal), diagonal) for diagonal in diagonals)
    x, diagonal = max(inside, key=lambda point: 2 * point[0] - point[1])
    return x, x - diagonal


def _script(old: list[bool], new: list[bool]) -> list[Change]:
    found, i, j = [], 0, 0
    while i < len(old) or j < len(new):
        start = i, j
        while i < len(old) and old[i]:
            i += 1
        while j < len(new) and new[j]:
            j += 1
        if start != (i, j):
            found.append(Change(start[0], i, start[1], j))
        i, j = i + 1, j + 1
    return found
