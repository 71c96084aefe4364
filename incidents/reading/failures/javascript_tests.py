"""What a JavaScript test runner prints under a failed test's title: errors, notes, a code frame, stack frames."""

import re
from collections.abc import Sequence

from incidents.reading.failures.chains import as_chain
from incidents.reading.failures.extents import indent_of
from incidents.reading.failures.javascript_stacks import HEADER, Thrown, read_frame, read_header
from incidents.reading.values import Error

MAX_ERRORS = 10
CODE_FRAME = re.compile(r"^\s*(?:>\s*)?\d*\s*\|")
CAUSED_BY = re.compile(r"^\s*Caused by: (?=\S)")
CAUSE_ALONE = re.compile(r"^\s*(?:Cause|Caused by|Details):\s*$")
THROWN = re.compile(r"^thrown: [\"']?(?P<message>.*?)[\"']?$")
PROPERTY_CODE = re.compile(r"^\s*code: ['\"](?P<code>[A-Z][\w.-]+)['\"],?$")
HINT = re.compile(r"^\s*(?:Error Context: |Serialized Error: \{|attachment #)")


def read_test_block(lines: Sequence[str], first: int, last: int) -> tuple[Error, ...]:
    """The errors in `lines[first:last]`, the part below a title: outermost first; () when only blanks are there.

    The first line that is not blank is a message even without a type; later ones begin an error by their header.
    """
    thrown: list[Thrown] = []
    awaited = True
    for index in (index for index in range(first, last) if _says_something(lines[index])):
        line = lines[index]
        if CAUSE_ALONE.match(line):
            awaited = True
            continue
        if len(thrown) < MAX_ERRORS and _begins(line, awaited=awaited):
            thrown.append(_begun(line, index + 1))
            awaited = False
        elif thrown:
            _add(thrown[-1], line)
    return as_chain([error.closed() for error in _without_echoes(thrown)])


def _says_something(line: str) -> bool:
    return bool(line.strip()) and not CODE_FRAME.match(line) and not HINT.match(line)


def _without_echoes(thrown: Sequence[Thrown]) -> list[Thrown]:
    """`thrown` without a cause that only repeats the error above it, as Jest prints it for timeouts."""
    said = [(error.type, error.message) for error in thrown]
    return [error for place, error in enumerate(thrown) if not place or said[place] != said[place - 1]]


def _begins(line: str, *, awaited: bool) -> bool:
    if read_frame(line):
        return False
    return awaited or bool(CAUSED_BY.match(line)) or bool(HEADER.match(line.strip()))


def _begun(line: str, number: int) -> Thrown:
    text = CAUSED_BY.sub("", line.strip())
    header = read_header(text, number) if HEADER.match(text) else None
    if header:
        return header
    without_type = THROWN.match(text)
    message = without_type["message"] if without_type else text
    return Thrown(indent_of(line), "last", "", "", message, number)


def _add(error: Thrown, line: str) -> None:
    if frame := read_frame(line):
        error.frames.append(frame)
        return
    if code := PROPERTY_CODE.match(line):
        error.code = error.code or code["code"]
        return
    if not error.message:
        error.message = line.strip()
    elif not error.frames:
        error.notes.append(line.strip())
