"""How far a report reaches: every form asks it of the lines below its head in the same few ways."""

import re
from collections.abc import Callable, Sequence
from itertools import accumulate


def end_of_run(lines: Sequence[str], start: int, belongs: Callable[[str], object]) -> int:
    """The index after the last line of the run from `start` on whose every line `belongs`."""
    end = start
    while end < len(lines) and belongs(lines[end]):
        end += 1
    return end


def take_lines(lines: Sequence[str], start: int, takes: Callable[[str, int], bool]) -> int:
    """Hand each line from `start` on to `takes`, with its number, until it refuses one; the index of that one."""
    end = start
    while end < len(lines) and takes(lines[end], end + 1):
        end += 1
    return end


def next_match(lines: Sequence[str], start: int, *patterns: re.Pattern[str]) -> int:
    """The index of the first line from `start` on that one of `patterns` matches; the end when none does."""
    return end_of_run(lines, start, lambda line: not any(pattern.match(line) for pattern in patterns))


def without_blanks(lines: Sequence[str], start: int, end: int) -> int:
    """`end` before the blank lines that stand last in `lines[start:end]`."""
    while end > start and not lines[end - 1].strip():
        end -= 1
    return end


def named_above(lines: Sequence[str], name_in: Callable[[str], str]) -> list[str]:
    """For each line the last name that `name_in` gave for it or a line above it, "" before the first."""
    return list(accumulate(map(name_in, lines), lambda last, name: name or last))


def indent_of(line: str) -> int:
    """How many blanks `line` starts with."""
    return len(line) - len(line.lstrip())
