"""One thrown JavaScript error as the engines print it: header, frames, and in braces its causes and leaves."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from incidents.reading.failures.chains import as_chain
from incidents.reading.failures.extents import indent_of, take_lines
from incidents.reading.failures.frames import frame_of
from incidents.reading.failures.quoting import unquoted
from incidents.reading.values import Error, Frame

MESSAGE_LINES = 30
NOTES = 20
LEADING = "/#*>|❯ \t"

# "TypeError: text", "Error [ERR_REQUIRE_ESM]: text", "[AggregateError: text] {"; not "java.lang.Error: text"
HEADER = re.compile(
    r"""
    (?<![\w.$-])
    (?P<type>(?:[A-Z][\w$]*)?(?:Error|Exception))
    (?:\ \[(?P<code>[\w.-]+)\])?
    (?::(?:\ (?P<message>.*))?$|(?=\]?(?:\ \{)?$))
    """,
    re.VERBOSE,
)
PLACE = re.compile(r"(?P<file>.+?):(?P<line>\d+)(?::\d+)?$")
FIREFOX_FRAME = re.compile(r"^\s*(?P<function>[^\s@]*)@(?P<file>\S+?):(?P<line>\d+):\d+$")
SYSTEM_CODE = re.compile(r"(?:connect |listen |spawn |read |write )?(E[A-Z_]{3,})\b")
VITEST_FRAME = re.compile(r"^\s*❯ (?:(?P<function>\S+) )?(?P<file>\S+?):(?P<line>\d+):\d+$")
INLINE_FRAME = re.compile(r" at (?:async |new )?\S+ \(\S+:\d+:\d+\)")
PROPERTY_CODE = re.compile(r"^code: ['\"]([^'\"]+)['\"]")
CAUSE = re.compile(r"^(?:\[cause\]|cause): ")
CLOSING = ("}", "},", "]", "})")
PLACELESS = ("<anonymous>", "native", "native code", "unknown location")


@dataclass
class Thrown:
    """An error while its lines are still being read."""

    indent: int
    role: str
    type: str
    code: str
    message: str
    line: int
    notes: list[str] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)

    def closed(self) -> Error:
        """The finished value."""
        return Error(
            type=self.type,
            message=self.message,
            line=self.line,
            role=self.role,
            code=self.code or _system_code(self.message),
            notes=tuple(self.notes[:NOTES]),
            frames=tuple(self.frames),
        )


def read_header(line: str, number: int, role: str = "last") -> Thrown | None:
    """The error whose header stands in `line`, behind whatever prefix; None when there is no header in it."""
    found = HEADER.search(line)
    if not found:
        return None
    code = found["code"] or ""
    return Thrown(
        indent=indent_of(line),
        role=role,
        type=found["type"],
        code="" if code == "Error" else code,
        message=_message(line, found),
        line=number,
    )


def read_frame(line: str) -> Frame | None:
    """The frame that `line` prints in V8's or Firefox's way; None for any other line, Java's frames included."""
    text = line.lstrip(LEADING)
    if text.startswith("at "):
        return _v8_frame(text[3:].rstrip().removesuffix("{").rstrip())
    found = (FIREFOX_FRAME.match(line) if "@" in line else None) or (VITEST_FRAME.match(line) if "❯" in line else None)
    return frame_of(found) if found else None


def read_stack(lines: Sequence[str], start: int) -> tuple[tuple[Error, ...], int] | None:
    """The errors of the block whose header is `lines[start]`, and the index after its last line.

    The outermost error comes first, then its leaves and causes. None without header or without any frame or brace.
    """
    head = read_header(lines[start], start + 1)
    body = _body(lines, start)
    if not head or body is None:
        return None
    head.notes = [line.strip() for line in lines[start + 1 : body] if line.strip()]
    if not head.message and head.notes:
        head.message = head.notes.pop(0)
    block = Block([head], in_braces=body == start + 1 and _opens(lines[start]))
    end = take_lines(lines, body, block.takes)
    return as_chain([error.closed() for error in block.thrown]), end


def _system_code(message: str) -> str:
    """The system's name for the error in "ENOENT: no such file" and "connect ECONNREFUSED 127.0.0.1"."""
    found = SYSTEM_CODE.match(message)
    return found[1] if found else ""


def _message(line: str, found: re.Match[str]) -> str:
    if found["message"] is None:
        return ""
    message = unquoted(line, found.start("message"), found.start())
    if line[: found.start()].endswith("["):
        message = message.removesuffix(" {").removesuffix("]")
    inline = INLINE_FRAME.search(message)
    return message[: inline.start()].rstrip() if inline else message


def _v8_frame(text: str) -> Frame | None:
    function, _, place = text.rpartition(" (")
    place = place.removesuffix(")") if function else place
    if place in PLACELESS:
        return Frame(file=place, function=function)
    found = PLACE.match(place)
    if not found or " in " in place or (not function and "(" in place):
        return None
    return Frame(file=found["file"], function=function, line=int(found["line"]))


def _opens(line: str) -> bool:
    return line.rstrip().endswith("{")


def _body(lines: Sequence[str], start: int) -> int | None:
    if lines[start].rstrip().endswith("] {"):
        return start + 1
    for index in range(start + 1, min(len(lines), start + 1 + MESSAGE_LINES)):
        if read_frame(lines[index]):
            return index
        if not lines[index - 1].strip() and HEADER.search(lines[index]):
            return None
    return None


@dataclass
class Block:
    """A printed error while its lines are still being read, with what it has in its braces."""

    thrown: list[Thrown]
    in_braces: bool
    in_leaves: bool = False
    closed: bool = False

    def takes(self, line: str, number: int) -> bool:
        """Take in what `line` says; False when the block has ended above it."""
        if self.closed:
            return False
        if frame := read_frame(line):
            self.thrown[-1].frames.append(frame)
            self.in_braces = self.in_braces or _opens(line)
            return True
        if self.in_braces and self._is_inside(line):
            self._take_property(line, number)
            return True
        return line.lstrip().startswith("... ")

    def _is_inside(self, line: str) -> bool:
        """Whether `line` is deeper than the header, or the brace that closes it."""
        self.closed = line.strip() in CLOSING and indent_of(line) <= self.thrown[0].indent
        return self.closed or indent_of(line) > self.thrown[0].indent or not line.strip()

    def _take_property(self, line: str, number: int) -> None:
        text = line.strip()
        self.in_leaves = self.in_leaves or text.startswith("[errors]:")
        if code := PROPERTY_CODE.match(text):
            owner = self._owner(line)
            owner.code = owner.code or code[1]
        elif inner := self._inner(line, number):
            self.thrown.append(inner)

    def _owner(self, line: str) -> Thrown:
        """The error in whose braces `line` stands: the last that is less indented."""
        return next((error for error in reversed(self.thrown) if error.indent < indent_of(line)), self.thrown[0])

    def _inner(self, line: str, number: int) -> Thrown | None:
        text = line.strip()
        if CAUSE.match(text):
            return _cause(line, number)
        if self.in_leaves and HEADER.match(text.lstrip("[")):
            return read_header(line, number, role="leaf")
        return None


def _cause(line: str, number: int) -> Thrown:
    plain = CAUSE.sub("", line.strip()).strip("'\"{, ")
    return read_header(line, number) or Thrown(indent_of(line), "last", "", "", plain, number)
