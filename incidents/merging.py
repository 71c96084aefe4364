"""Three-way merge: what two people changed in one text goes together where they did not touch the same lines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from incidents.differing import Change, Lines, changes

# What a line begins with that marks a conflict in a text. "=======" alone is a heading in Markdown.
MARKS = ("<<<<<<<", ">>>>>>>")


@dataclass(frozen=True)
class Part:
    """Some lines of the three texts, each with its end. `lines` is what they become; None where people must choose."""

    base: tuple[str, ...]
    ours: tuple[str, ...]
    theirs: tuple[str, ...]

    @property
    def lines(self) -> tuple[str, ...] | None:
        if self.theirs in (self.ours, self.base):
            return self.ours
        return self.theirs if self.ours == self.base else None


@dataclass(frozen=True)
class Merged:
    """The three texts cut into parts; `text` is None if any of them is a conflict."""

    parts: tuple[Part, ...]

    @property
    def text(self) -> str | None:
        lines = [part.lines for part in self.parts]
        return None if None in lines else "".join(line for part in lines for line in part)

    def marked(self, ours: str = "here", theirs: str = "source") -> str:
        """The merged text with both sides of each conflict between marks, for somebody to bring together."""
        return self.decided([""] * len(self.conflicts), ours, theirs)

    def decided(self, takes: Sequence[str], ours: str = "here", theirs: str = "source") -> str:
        """The merged text, the conflicts in their order as `takes` says: "ours", "theirs", "both", or "" for marks."""
        take = iter(takes)
        return "".join(
            "".join(part.lines) if part.lines is not None else _taken(part, next(take), (ours, theirs))
            for part in self.parts
        )

    @property
    def conflicts(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.lines is None)


def merge(base: str, ours: str, theirs: str) -> Merged:
    """Both changes of `base` in one text, as `git merge-file` makes it: changes that touch are one conflict.

    >>> merge("a\\nb\\nc\\n", "A\\nb\\nc\\n", "a\\nb\\nC\\n").text
    'A\\nb\\nC\\n'
    """
    texts = split_lines(base), split_lines(ours), split_lines(theirs)
    return Merged(tuple(_parts(texts)))


def split_lines(text: str) -> list[str]:
    """The lines with their ends; only a line feed ends one."""
    *ended, last = text.split("\n")
    return [line + "\n" for line in ended] + ([last] if last else [])


def _taken(part: Part, take: str, names: tuple[str, str]) -> str:
    if not take:
        return _marked(part, *names)
    sides = {"ours": [part.ours], "theirs": [part.theirs], "both": [part.theirs, part.ours]}[take]
    first, *second = ["".join(side) for side in sides]
    return first + "\n" * bool(first and second and not first.endswith("\n")) + "".join(second)


def _marked(part: Part, ours: str, theirs: str) -> str:
    sides = ((f"<<<<<<< {ours}\n", part.ours), ("=======\n", part.theirs))
    marked = "".join(mark + "".join(lines).removesuffix("\n") + "\n" * bool(lines) for mark, lines in sides)
    return f"{marked}>>>>>>> {theirs}\n"


def _parts(texts: tuple[Lines, Lines, Lines]) -> Iterator[Part]:
    base, ours, theirs = texts
    done = (0, 0, 0)
    for our_changes, their_changes in _touching(changes(base, ours), changes(base, theirs)):
        both = [*our_changes, *their_changes]
        start, end = min(change.old for change in both), max(change.old_end for change in both)
        alike, changed = start - done[0], end - start
        begin = tuple(place + alike for place in done)
        yield from _part(texts, done, begin)
        done = end, begin[1] + changed + _growth(our_changes), begin[2] + changed + _growth(their_changes)
        yield from _part(texts, begin, done)
    yield from _part(texts, done, tuple(map(len, texts)))


def _part(texts: tuple[Lines, Lines, Lines], start: tuple[int, ...], end: tuple[int, ...]) -> Iterator[Part]:
    base, ours, theirs = (tuple(text[i:j]) for text, i, j in zip(texts, start, end, strict=True))
    if base or ours or theirs:
        yield Part(base, ours, theirs)


def _growth(some: Sequence[Change]) -> int:
    return sum(change.new_end - change.new - (change.old_end - change.old) for change in some)


def _touching(ours: list[Change], theirs: list[Change]) -> Iterator[tuple[list[Change], list[Change]]]:
    """The changes of both sides, those together that overlap or touch."""
    ordered = sorted([(change, 0) for change in ours] + [(change, 1) for change in theirs], key=lambda row: row[0].old)
    group: tuple[list[Change], list[Change]] = [], []
    end = -1
    for change, side in ordered:
        if change.old > end and any(group):
            yield group
            group = [], []
        group[side].append(change)
        end = max(end, change.old_end)
    if any(group):
        yield group
