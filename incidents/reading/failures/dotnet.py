""".NET: exceptions with their inner ones, compiler and build errors by code, failed tests."""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from incidents.reading.failures.chains import as_chain
from incidents.reading.failures.claims import claimed_lines, read_in_turn
from incidents.reading.failures.extents import next_match, take_lines, without_blanks
from incidents.reading.failures.frames import frame_of
from incidents.reading.failures.line_patterns import LinePattern, line_error, lone_failure
from incidents.reading.failures.quoting import unquoted
from incidents.reading.failures.recogniser import Recogniser
from incidents.reading.values import Error, Failure, Frame

FORM, LANGUAGE = "dotnet", "csharp"
CUES = ("Exception", "error CS", "error MSB", "error NU", "error NETSDK", "error FS", "Error Message:")
MESSAGE_LINES = 12

HEADER = re.compile(
    r"(?<![\w.])(?P<type>(?:[A-Z]\w*\.)++[A-Z]\w*?(?:Exception|Error))(?![\w.])"
    r"(?: \((?P<code>0x[0-9A-Fa-f]{8})\))?(?: ?: ?(?P<message>.*)$|(?=\s*$))"
)
ROOT_NAMESPACE = re.compile(
    r"^(?:System|Microsoft|Newtonsoft|Npgsql|MySql|NUnit|Xunit|StackExchange|AutoMapper|Azure)\."
)
FRAME = re.compile(r"^\s+at (?P<function>[^\s(]+(?:\[[^\]]*\])?)\s?\([^()]*\)(?: in (?P<file>.+):line (?P<line>\d+))?")
INNER = re.compile(r"^\s*---> (?:\(Inner Exception #\d+\) )?")
END_OF_INNER = re.compile(r"^\s*--- End of inner exception stack trace ---")
SEPARATOR = re.compile(r"^\s*--- End of stack trace from previous location")

TEST = re.compile(r"^\s+(?:Failed|X) (?P<test>[\w.+`]+(?:\(.*\))?) \[[^\]]+\]$")
TEST_END = re.compile(
    r"^\s+(?:Failed|Passed|Skipped|X|√) [\w.+`]+.*\[[^\]]+\]$|^(?:Failed!|Test Run Failed|Total tests)"
)
PROJECT = r"(?: \[[^\[\]]+proj[^\[\]]*\])?$"

LINES = (
    LinePattern(
        "error ",
        re.compile(
            r"(?:(?<![^\s()])(?P<file>[^\s()]+)\((?P<line>\d+),\d+(?:,\d+,\d+)?\) ?: |(?<!\S)\w\S* : )?"
            rf"\berror (?P<code>(?:CS|FS|BC|VB|MSB|NU|NETSDK|CA|IDE|SA|RZ|BL|ASP|EF)\d{{4,5}}) ?: "
            rf"(?P<message>.+?){PROJECT}"
        ),
    ),
)


@dataclass
class Thrown:
    """An exception while its lines are still being read."""

    type: str
    code: str
    message: str
    line: int
    role: str = "last"
    notes: list[str] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)

    def closed(self) -> Error:
        """The finished value."""
        notes, frames = tuple(self.notes), tuple(self.frames)
        return Error(self.type, self.message, self.line, self.role, self.code, notes=notes, frames=frames)


def recognise(lines: Sequence[str]) -> list[Failure]:
    """The failed tests, exceptions and build errors in `lines`."""
    tests = list(_tests(lines))
    failures = read_in_turn(lines, partial(_failure_at, taken=claimed_lines(tests)))
    return sorted([*tests, *failures], key=lambda failure: failure.lines)


def _failure_at(lines: Sequence[str], index: int, *, taken: Container[int]) -> Failure | None:
    if index + 1 in taken:
        return None
    line = lines[index]
    head = _header(line, index + 1) if "Exception" in line or "Error" in line else None
    if head and (ROOT_NAMESPACE.match(head.type) or _frames_below(lines, index)):
        errors, end = _stack(lines, index, head)
        return Failure(FORM, errors, (index + 1, end), LANGUAGE)
    error = line_error(line, index + 1, LINES)
    return lone_failure(error, FORM, LANGUAGE) if error else None


def _header(line: str, number: int) -> Thrown | None:
    found = HEADER.search(line)
    if not found:
        return None
    message = unquoted(line, found.start("message"), found.start()) if found["message"] else ""
    return Thrown(found["type"], found["code"] or "", message.removesuffix("<---"), number)


def _frames_below(lines: Sequence[str], index: int) -> bool:
    below = lines[index + 1 : index + 1 + MESSAGE_LINES]
    return any(INNER.match(line) or (FRAME.match(line) and ".java:" not in line) for line in below)


def _stack(lines: Sequence[str], index: int, head: Thrown) -> tuple[tuple[Error, ...], int]:
    """The exceptions of one trace: the frames of the innermost come first, each "End of inner" steps outwards."""
    stack = Stack([head], in_message=_frames_below(lines, index))
    end = take_lines(lines, index + 1, stack.takes)
    return as_chain([error.closed() for error in stack.thrown]), end


@dataclass
class Stack:
    """A trace while its lines are still being read: `level` is the place of the exception that they speak of."""

    thrown: list[Thrown]
    in_message: bool
    level: int = 0

    def takes(self, line: str, number: int) -> bool:
        """Take in what `line` says; False when the trace has ended above it."""
        if inner := _header(line, number) if INNER.match(line) else None:
            self._descend(inner)
            return True
        if frame := FRAME.match(line):
            self.thrown[self.level].frames.append(frame_of(frame))
            self.in_message = False
            return True
        if END_OF_INNER.match(line):
            self.level = max(0, self.level - 1)
            return True
        if self.in_message and line.strip():
            self.thrown[self.level].notes.append(line.strip())
            return True
        return bool(SEPARATOR.match(line))

    def _descend(self, inner: Thrown) -> None:
        self.thrown.append(inner)
        self.level, self.in_message = len(self.thrown) - 1, True


def _tests(lines: Sequence[str]) -> Iterator[Failure]:
    for index, line in enumerate(lines):
        title = TEST.match(line) if line.endswith("]") else None
        if title and index + 1 < len(lines) and lines[index + 1].strip() == "Error Message:":
            yield _test(lines, index, title["test"])


def _test(lines: Sequence[str], index: int, test: str) -> Failure:
    end = without_blanks(lines, index + 2, next_match(lines, index + 2, TEST_END))
    said = [(number, lines[number - 1].strip()) for number in range(index + 3, end + 1)]
    trace = next((place for place, (_, text) in enumerate(said) if text == "Stack Trace:"), len(said))
    number, message = said[0] if said else (index + 1, test)
    notes = tuple(text for _, text in said[1:trace] if text)
    header = _header(message, number)
    error = header.closed() if header and message.startswith(header.type) else Error("", message, number)
    frames = tuple(frame_of(found) for line in lines[index:end] if (found := FRAME.match(line)))
    error = replace(error, notes=notes, frames=frames)
    return Failure("dotnet_test", (error,), (index + 1, end), LANGUAGE, test=test, phase="call")


RECOGNISER = Recogniser(FORM, CUES, recognise)
