"""Which words of two texts differ, and which old line a new one came from; bounded however long they are."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from incidents.differing import changes

# A text in pieces: some words, and whether the other text has them not.
Pieces = tuple[tuple[str, bool], ...]

WORD = re.compile(r"\w+|\s+|[^\w\s]")
# Between what differs in two lines, so many words each are held against each other.
MOST_WORDS = 1_000
# Pairs of words that are looked at for one page.
MOST_PAIRS = 2_000_000
# Lines that share less than this are two lines, not one that changed.
ALIKE_FROM = 0.3
# So many pairs of lines are compared to find which one came from which; of more, each from that in its place.
MOST_LINE_PAIRS = 1_600
EXCERPT = 400


class Budget:
    """How much comparing of words is left on a page."""

    def __init__(self, most: int = MOST_PAIRS):
        self.left = most

    def takes(self, cost: int) -> bool:
        if cost > self.left:
            return False
        self.left -= cost
        return True


@dataclass(frozen=True)
class Words:
    """Both lines in pieces. `is_whole`: there was too much to tell words apart, so all that differs is one piece."""

    old: Pieces
    new: Pieces
    is_whole: bool = False


def marked_words(old: str, new: str, budget: Budget) -> Words:
    """What of two lines or short texts differs; nothing is marked where they have too little in common.

    >>> marked_words("a timeout of 30 s", "a timeout of 60 s", Budget()).new
    (('a timeout of ', False), ('60', True), (' s', False))
    """
    head = _common_head(old, new)
    tail = _common_tail(old[head:], new[head:])
    inner = _inner(old, head, tail), _inner(new, head, tail)
    words = [WORD.findall(text[: 20 * MOST_WORDS]) for text in inner]
    too_long = any(len(text) > 20 * MOST_WORDS for text in inner) or max(map(len, words)) > MOST_WORDS
    is_whole = too_long or not budget.takes(len(words[0]) * len(words[1]))
    marked = tuple(((text, True),) for text in inner) if is_whole else _marked(*words)
    if not is_whole and _share(marked[1], head + tail) < ALIKE_FROM * max(len(old), len(new)):
        return Words(((old, False),), ((new, False),))
    return Words(_around(old, marked[0], head, tail), _around(new, marked[1], head, tail), is_whole)


def pairs(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int | None, int | None]]:
    """The lines of a change side by side, by their places: like beside like, the others filling up."""
    done = (0, 0)
    for i, j in [*_alike(old, new), (len(old), len(new))]:
        yield from zip_longest(range(done[0], i), range(done[1], j))
        if (i, j) != (len(old), len(new)):
            yield i, j
        done = i + 1, j + 1


def _alike(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Which old line became which new one, in an order that never crosses, as much alike in all as can be."""
    if len(old) * len(new) > MOST_LINE_PAIRS or len(old) == len(new) == 1:
        return list(zip(range(len(old)), range(len(new)), strict=False))
    counted = [[Counter(WORD.findall(line[:EXCERPT])) for line in lines] for lines in (old, new)]
    best: list[list[float]] = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            alike = _likeness(counted[0][i], counted[1][j])
            paired = best[i + 1][j + 1] + alike if alike >= ALIKE_FROM else 0.0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    return list(_walked(best))


def _walked(best: list[list[float]]) -> Iterator[tuple[int, int]]:
    i = j = 0
    while best[i][j] > 0:
        if best[i][j] == best[i + 1][j]:
            i += 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            yield i, j
            i, j = i + 1, j + 1


def _likeness(one: Counter, other: Counter) -> float:
    shared = sum(min(n, other[word]) for word, n in one.items() if word.strip())
    longer = max(sum(n for word, n in words.items() if word.strip()) for words in (one, other))
    return shared / longer if longer else 0.0


def _marked(old: list[str], new: list[str]) -> tuple[Pieces, Pieces]:
    found = changes(old, new)
    return (
        _pieces(old, [(change.old, change.old_end) for change in found]),
        _pieces(new, [(change.new, change.new_end) for change in found]),
    )


def _pieces(words: list[str], changed: list[tuple[int, int]]) -> Pieces:
    """The words put together; a blank between two changes belongs to them."""
    marks = [False] * len(words)
    for start, end in changed:
        marks[start:end] = [True] * (end - start)
    for place in range(1, len(words) - 1):
        if not words[place].strip() and marks[place - 1] and marks[place + 1]:
            marks[place] = True
    return _joined(zip(words, marks, strict=True))


def _joined(pieces: Iterable[tuple[str, bool]]) -> Pieces:
    joined: list[tuple[str, bool]] = []
    for text, mark in pieces:
        if joined and joined[-1][1] == mark:
            joined[-1] = joined[-1][0] + text, mark
        elif text:
            joined.append((text, mark))
    return tuple(joined)


def _around(text: str, inner: Pieces, head: int, tail: int) -> Pieces:
    return _joined([(text[:head], False), *inner, (text[len(text) - tail :], False)])


def _inner(text: str, head: int, tail: int) -> str:
    return text[head : len(text) - tail]


def _share(marked: Pieces, common: int) -> int:
    """How many characters are the same in both lines, blanks between what changed not counted."""
    return common + sum(len(text.strip()) for text, is_changed in marked if not is_changed)


def _common_head(one: str, other: str) -> int:
    """How many characters both begin with, back to where a word ends in both."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[low:middle] == other[low:middle] else (low, middle - 1)
    return _to_word_end(one, other, low)


def _common_tail(one: str, other: str) -> int:
    return _common_head(one[::-1], other[::-1])


def _to_word_end(one: str, other: str, place: int) -> int:
    while place and any(place < len(text) and _inside(text, place) for text in (one, other)):
        place -= 1
    return place


def _inside(text: str, place: int) -> bool:
    """True between two characters that one word, or one run of blanks, holds together."""
    before, after = text[place - 1], text[place]
    return (_is_wordy(before) and _is_wordy(after)) or (before.isspace() and after.isspace())


def _is_wordy(character: str) -> bool:
    return character == "_" or character.isalnum()
