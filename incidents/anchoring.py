"""Where lines of an older text stand in a newer one, so that a comment stays beside what it is about.

Lines follow the difference of the two texts. Those that stand nowhere in its order any more are looked for as they
were, for whole passages are moved, and then as they may have become, for sentences are reworded.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from incidents.differing import Change, changes

# First and last line, counted from 1.
Span = tuple[int, int]

# From so much on (0 to 1) a line is taken for the same one, reworded.
REWORDED_FROM = 0.6
# A rewording is looked for among so many lines at most, the first of what replaced the passage.
MOST_COMPARED = 60
HEADING = re.compile(r" {0,3}#{1,6}(?:[ \t]|$)")
FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")


@dataclass(frozen=True)
class Place:
    """Where lines stand now; with `lines` None they are gone, and `heading` is the line they stood below, if any."""

    lines: Span | None
    heading: int | None = None


def places(old: str, new: str, spans: Sequence[Span]) -> list[Place]:
    """The place in `new` of each span of lines of `old`, in the same order; the texts are compared once.

    >>> places("a\\nb\\n", "new\\na\\nb\\n", [(2, 2)])
    [Place(lines=(3, 3), heading=None)]
    """
    texts = _Texts(_lines(old), _lines(new))
    return [_place(texts, *span) for span in spans]


class _Texts:
    """Two texts, what changed from one to the other, and where each line stands that did not."""

    def __init__(self, old: list[str], new: list[str]):
        self.old, self.new = old, new
        self.changes = changes(old, new)
        self.kept = _kept(self.changes, len(old))
        self.headings = _headings(old)


def _lines(text: str) -> list[str]:
    """Without the blanks at their ends: how lines end and what nobody sees is no change."""
    return [line.rstrip() for line in text.split("\n")]


def _kept(changed: Sequence[Change], n_old: int) -> dict[int, int]:
    """Line of the old text → line of the new one, from 0, of those that are equal."""
    kept, done, shift = {}, 0, 0
    for change in [*changed, Change(n_old, n_old, 0, 0)]:
        kept |= {line: line + shift for line in range(done, change.old)}
        done, shift = change.old_end, change.new_end - change.old_end
    return kept


def _place(texts: _Texts, first: int, last: int) -> Place:
    start, end = first - 1, min(last, len(texts.old))
    if start >= end:
        return Place(None)
    lines = _followed(texts, start, end) or _moved(texts, start, end) or _reworded(texts, start, end)
    if lines:
        return Place((lines[0] + 1, lines[1]))
    return Place(None, _heading(texts, start))


def _followed(texts: _Texts, start: int, end: int) -> Span | None:
    """From the first to the last line that is still there, and what replaced the others of them.

    Blank lines tell nothing beside others.
    """
    telling = [line for line in range(start, end) if texts.old[line]] or range(start, end)
    there = [line for line in telling if line in texts.kept]
    if not there:
        return None
    return _begin(texts, start, there[0]), _end(texts, end, there[-1])


def _begin(texts: _Texts, start: int, kept: int) -> int:
    """Lines above the first kept one were changed: where their change begins, if it is theirs alone."""
    if start in texts.kept:
        return texts.kept[start]
    change = next(change for change in texts.changes if change.old <= start < change.old_end)
    if change.old == start:
        return change.new if change.new_end > change.new else texts.kept[change.old_end]
    return texts.kept[kept]


def _end(texts: _Texts, end: int, kept: int) -> int:
    if end - 1 in texts.kept:
        return texts.kept[end - 1] + 1
    change = next(change for change in texts.changes if change.old < end <= change.old_end)
    if change.old_end == end:
        return change.new_end if change.new_end > change.new else texts.kept[change.old - 1] + 1
    return texts.kept[kept] + 1


def _moved(texts: _Texts, start: int, end: int) -> Span | None:
    """The same lines elsewhere, where they stood once before and stand once now."""
    wanted = texts.old[start:end]
    if not any(wanted) or len(_found(wanted, texts.old)) > 1:
        return None
    found = _found(wanted, texts.new)
    return (found[0], found[0] + len(wanted)) if len(found) == 1 else None


def _found(wanted: list[str], lines: list[str]) -> list[int]:
    size = len(wanted)
    return [at for at, line in enumerate(lines) if line == wanted[0] and lines[at : at + size] == wanted]


def _reworded(texts: _Texts, start: int, end: int) -> Span | None:
    """The lines that say most nearly the same among those that replaced them."""
    replaced = [change for change in texts.changes if change.old < end and change.old_end > start]
    now = [line for change in replaced for line in range(change.new, change.new_end)][:MOST_COMPARED]
    near = [line for line in range(start, end) if texts.old[line]][:MOST_COMPARED]
    alike = [_most_alike(texts, line, now) for line in near]
    found = [line for score, line in alike if score >= REWORDED_FROM]
    return (min(found), max(found) + 1) if found else None


def _most_alike(texts: _Texts, line: int, others: Sequence[int]) -> tuple[float, int]:
    scored = ((_likeness(texts.old[line], texts.new[other]), -other) for other in others)
    score, other = max(scored, default=(0.0, 0))
    return score, -other


def _likeness(one: str, other: str) -> float:
    """How many words two lines have in common, in their order, as a share of all."""
    words, others = one.split()[:200], other.split()[:200]
    if not (words and others) or 2 * sum((Counter(words) & Counter(others)).values()) < REWORDED_FROM * len(words):
        return 0.0
    return SequenceMatcher(None, words, others, autojunk=False).ratio()


def _headings(lines: Sequence[str]) -> list[int]:
    found, fence = [], ""
    for at, line in enumerate(lines):
        if mark := FENCE.match(line):
            fence = "" if fence and mark[1].startswith(fence) else fence or mark[1]
        elif not fence and HEADING.match(line):
            found.append(at)
    return found


def _heading(texts: _Texts, start: int) -> int | None:
    """The nearest heading above that is still there, as its line in the new text."""
    for at in reversed(texts.headings):
        if at > start:
            continue
        if at in texts.kept:
            return texts.kept[at] + 1
        if moved := _moved(texts, at, at + 1):
            return moved[0] + 1
    return None
