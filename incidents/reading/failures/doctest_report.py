"""The examples that a doctest found to be wrong, and those that raised."""

import re
from collections.abc import Sequence
from dataclasses import replace

from incidents.reading.failures.claims import read_in_turn
from incidents.reading.failures.extents import next_match, without_blanks
from incidents.reading.failures.python_traceback import in_order, is_start, read_chain
from incidents.reading.failures.recogniser import Recogniser
from incidents.reading.values import Error, Failure, Frame

PLACE = re.compile(r'^File "(?P<file>[^"]+)", line (?P<line>\d+), in (?P<test>\S+)$')
EXAMPLE = "Failed example:"
END = re.compile(r"^\*{10,}$|^\d+ items? had failures|^File \"")
MAX_NOTES = 20


def recognise(lines: Sequence[str]) -> list[Failure]:
    """One failure for each example: what it raised, or what it gave in place of what was expected."""
    return read_in_turn(lines, _failure_at)


def _failure_at(lines: Sequence[str], index: int) -> Failure | None:
    place = PLACE.match(lines[index])
    if not place or index + 1 >= len(lines) or lines[index + 1].strip() != EXAMPLE:
        return None
    end = without_blanks(lines, index + 2, next_match(lines, index + 2, END))
    frame = Frame(place["file"], place["test"], int(place["line"]))
    errors = _raised(lines, index + 2, end) or (_told(lines, index + 2, end, frame),)
    return Failure("doctest", errors, (index + 1, end), "python", test=place["test"], phase="call")


def _raised(lines: Sequence[str], start: int, end: int) -> tuple[Error, ...]:
    head = next((at for at in range(start, end) if is_start(lines[at])), None)
    return in_order(read_chain(lines[:end], head).errors) if head is not None else ()


def _told(lines: Sequence[str], start: int, end: int, frame: Frame) -> Error:
    """ "Expected: 2 Got: 3" on one line, as long as it is short; the example itself is a note."""
    at = next((at for at in range(start, end) if lines[at] in ("Expected:", "Expected nothing")), start)
    said = [line.strip() for line in lines[at:end] if line.strip()]
    example = [line.strip() for line in lines[start:at]]
    error = Error("", " ".join(said)[:400], at + 1, frames=(frame,))
    return replace(error, notes=tuple(example[:MAX_NOTES]))


RECOGNISER = Recogniser("doctest", (EXAMPLE,), recognise)
