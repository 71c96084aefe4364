"""Exception groups, printed in boxes within boxes: the boxes are taken off, the tree is kept as leaves."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from incidents.reading.failures.error_line import make_error, read_type_line
from incidents.reading.values import Error

GROUP_HEADER = re.compile(r"\s*+(?:\| )?\+ Exception Group Traceback \(most recent call last\)")
BOX = re.compile(r"\s*+\| ?(?P<text>.*)")
DIVIDER = re.compile(r"\s*+\+[-+]*+(?: (?:\d++|\.\.\.) -++)?\s*+$")


@dataclass(frozen=True)
class Part:
    """The unboxed lines between two dividers; `first` is the index of its first line in the whole text."""

    first: int
    lines: tuple[str, ...]


class Chain(Protocol):
    """What a reader of chains gives back: errors oldest first, and the index after the last line."""

    errors: tuple[Error, ...]
    end: int


@dataclass(frozen=True)
class Group:
    """The group's own error, then its leaves at any depth; `end` is the index after the box."""

    errors: tuple[Error, ...]
    end: int


def is_group_header(line: str) -> bool:
    """Whether a box of exceptions opens at this line."""
    return GROUP_HEADER.match(line) is not None


def read_group(lines: Sequence[str], start: int, read_chain: Callable[[Sequence[str], int], Chain]) -> Group:
    """The group that opens at index `start`; the tracebacks inside its boxes are read by `read_chain`."""
    end = _end_of_box(lines, start)
    own, *inner = list(_parts(lines, start, end))
    leaves = [replace(error, role="leaf") for part in inner for error in reversed(_read_part(part, read_chain))]
    return Group((*_read_part(own, read_chain), *leaves), end)


def _end_of_box(lines: Sequence[str], start: int) -> int:
    index = start + 1
    while index < len(lines) and (BOX.match(lines[index]) or DIVIDER.match(lines[index])):
        index += 1
    return index


def _parts(lines: Sequence[str], start: int, end: int) -> Iterator[Part]:
    """The box cut at its dividers: the group's own traceback, then one part for each leaf or group within."""
    first, part = start, [lines[start].replace("+ ", "", 1).strip()]
    for index in range(start + 1, end):
        box = BOX.match(lines[index])
        if box:
            part.append(box["text"])
            continue
        yield Part(first, tuple(part))
        first, part = index + 1, []
    yield Part(first, tuple(part))


def _read_part(part: Part, read_chain: Callable[[Sequence[str], int], Chain]) -> tuple[Error, ...]:
    start = next((index for index, line in enumerate(part.lines) if line.strip()), None)
    if start is None:
        return ()
    if "Traceback (" in part.lines[start]:
        errors = read_chain(part.lines, start).errors
        return tuple(replace(error, line=error.line + part.first) for error in errors)
    found = read_type_line(part.lines[start])
    return (make_error(*found, part.first + start + 1),) if found else ()
