"""One Java, Kotlin or Scala stack trace: header, frames, "Caused by:" and "Suppressed:" down to the root."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from incidents.reading.failures.chains import as_chain
from incidents.reading.failures.extents import end_of_run, indent_of
from incidents.reading.failures.frames import frame_of
from incidents.reading.failures.quoting import unquoted
from incidents.reading.values import Error, Frame

MESSAGE_LINES = 30
NOTES = 20

NAME = r"(?:[A-Za-z_][\w$]*\.)*[A-Z][\w$]*"
# The first word that names a throwable, whole, and what stands behind its colon.
HEADER = re.compile(
    r"(?<![\w.$/])(?P<type>(?:[A-Za-z_][\w$]*\.)*+[A-Z][\w$]*?(?:Exception|Error|Throwable|Failure)(?:\$[\w$]+)?)"
    r"(?![\w.$])(?:: ?(?P<message>.*)$|(?=\s*$))"
)
NAMED_HEADER = re.compile(
    rf"^\s*(?:Exception in thread \"[^\"]*\" |Caused by: |Suppressed: |Wrapped by: )?(?P<type>{NAME})"
    r"(?:: ?(?P<message>.*)|\s*)$"
)
FRAME = re.compile(
    r"^\s*+(?://\s*+)?at (?P<function>[^\s(]+)"
    r"\((?P<file>Native Method|Unknown Source|<generated>|[\w$.-]++)(?::(?P<line>\d+))?\)"
)
MORE = re.compile(r"^\s*\.\.\. (?:\d+ (?:more|common frames omitted)|\d+ frames truncated)|^\s*\.\.\.$")
LINK = re.compile(r"^\s*(?P<kind>Caused by|Suppressed|Wrapped by): ")
JOINING_END = re.compile(r"(?:[,:]|\b(?:to|of|the|an?|in|for|by|with|because|and|is))$")
NESTED = "; nested exception is "


@dataclass
class Thrown:
    """A throwable while its lines are still being read."""

    role: str
    type: str
    message: str
    line: int
    notes: list[str] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)

    def closed(self) -> Error:
        """The finished value."""
        notes, frames = tuple(self.notes[:NOTES]), tuple(self.frames)
        return Error(self.type, self.message, self.line, self.role, notes=notes, frames=frames)


def read_frame(line: str) -> Frame | None:
    """The frame in `line`; `line` of it is 0 for native and unknown sources."""
    found = FRAME.match(line)
    return frame_of(found) if found else None


def read_header(line: str, number: int, *, frames_follow: bool = False) -> Thrown | None:
    """The throwable named in `line`; before frames any class name will do, else only one that says it is an error."""
    found = (_names_one(line) and HEADER.search(line)) or (NAMED_HEADER.match(line) if frames_follow else None)
    if not found:
        return None
    message = unquoted(line, found.start("message"), found.start("type")) if found["message"] else ""
    return Thrown("last", found["type"], message, number)


def _names_one(line: str) -> bool:
    """Cheaper than the expression, which nearly no line of a log needs."""
    return "Exception" in line or "Error" in line or "Throwable" in line or "Failure" in line


def read_stack(lines: Sequence[str], start: int) -> tuple[tuple[Error, ...], int] | None:
    """The errors of the trace whose header is `lines[start]`, outermost first, and the index after its last line.

    None when no frame and no link follows within the lines that a message may take.
    """
    body = _body(lines, start)
    head = read_header(lines[start], start + 1, frames_follow=True) if body is not None else None
    if head is None or body is None:
        return None
    take_message(head, lines, start + 1, body)
    thrown, end = _read_body(lines, body, head)
    return with_nested([error.closed() for error in thrown]), end


def with_nested(errors: Sequence[Error]) -> tuple[Error, ...]:
    """`errors` as a chain; causes that Spring writes into the only message become links of their own."""
    if len(errors) > 1 or NESTED not in errors[0].message:
        return as_chain(errors)
    first, *inner = errors[0].message.split(NESTED)
    links = [replace(errors[0], message=first)]
    for text in inner:
        header = read_header(text, errors[0].line)
        links.append(header.closed() if header else Error("", text, errors[0].line))
    return as_chain(links)


def breaks_off(message: str) -> bool:
    """Whether a message is empty or ends in the middle of its sentence, so that the next line belongs to it."""
    return not message or bool(JOINING_END.search(message))


def take_message(error: Thrown, lines: Sequence[str], first: int, last: int) -> None:
    """Give `error` the lines from index `first` to `last`: as its message while that plainly goes on, then as notes."""
    error.notes = [text for index in range(first, last) if (text := lines[index].strip().lstrip("/* "))]
    while error.notes and breaks_off(error.message):
        error.message = f"{error.message} {error.notes.pop(0)}".strip()


def _body(lines: Sequence[str], start: int) -> int | None:
    for index in range(start + 1, min(len(lines), start + 1 + MESSAGE_LINES)):
        if FRAME.match(lines[index]) or LINK.match(lines[index]):
            return index
        if _names_one(lines[index]) and HEADER.search(lines[index]):
            return None
    return None


def _read_body(lines: Sequence[str], start: int, head: Thrown) -> tuple[list[Thrown], int]:
    """`head` with its frames, then each link with its own; and the index after the last frame."""
    thrown, suppressed_at = [head], -1
    index = _take_frames(head, lines, start)
    while index < len(lines) and (link := LINK.match(lines[index])):
        suppressed_at = _suppressed_at(link, lines[index], suppressed_at)
        linked = _linked(lines[index], index + 1, captured=suppressed_at >= 0)
        body = _body_of_link(lines, index)
        take_message(linked, lines, index + 1, body)
        index = _take_frames(linked, lines, body)
        thrown.append(linked)
    return thrown, index


def _take_frames(error: Thrown, lines: Sequence[str], start: int) -> int:
    end = end_of_run(lines, start, lambda line: FRAME.match(line) or MORE.match(line))
    error.frames = [frame for line in lines[start:end] if (frame := read_frame(line))]
    return end


def _suppressed_at(link: re.Match[str], line: str, before: int) -> int:
    """The indent of the "Suppressed:" that `line` belongs to, -1 when it belongs to the main chain."""
    if link["kind"] == "Suppressed":
        return indent_of(line)
    return before if before >= 0 and indent_of(line) >= before > 0 else -1


def _linked(line: str, number: int, *, captured: bool) -> Thrown:
    text = LINK.sub("", line)
    header = read_header(text, number, frames_follow=True) or Thrown("last", "", text.strip(), number)
    header.role = "captured" if captured else "last"
    return header


def _body_of_link(lines: Sequence[str], index: int) -> int:
    for below in range(index + 1, min(len(lines), index + 1 + MESSAGE_LINES)):
        if FRAME.match(lines[below]) or LINK.match(lines[below]) or MORE.match(lines[below]):
            return below
        if not lines[below].strip():
            break
    return index + 1
