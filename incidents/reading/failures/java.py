"""Java, Kotlin and Scala: stack traces with all their links, compiler lines, and throwables pasted alone."""

import re
from collections.abc import Sequence
from dataclasses import replace

from incidents.reading.failures.claims import read_in_turn
from incidents.reading.failures.extents import end_of_run
from incidents.reading.failures.java_stacks import (
    FRAME,
    LINK,
    Thrown,
    breaks_off,
    read_header,
    read_stack,
    with_nested,
)
from incidents.reading.failures.line_patterns import LinePattern, line_error, lone_failure
from incidents.reading.failures.recogniser import Recogniser
from incidents.reading.values import Error, Failure

FORM, LANGUAGE = "java", "java"
CUES = ("Exception", "Error", "Throwable", ".java:", "e: ", "Caused by: ", 'Cannot invoke "', "Java Runtime")

# A throwable alone is Java's when its package begins like one: python's begin with the name of a project.
PACKAGE = re.compile(
    r"^(?:java|javax|jakarta|kotlin|kotlinx|scala|sun|jdk|android|androidx|org|com|net|io|edu|gov|de|fr|ch|uk|eu|nl|cn"
    r"|reactor|groovy|liquibase|feign|retrofit2|akka|play|zio|cats|oracle|lombok|junit|cucumber)\."
)
WRAPPED_LINES = 3
CARET = re.compile(r"^\s*\^$")
DETAIL = re.compile(r"^\s+(?:symbol|location|required|found|reason): ")
THREAD = "Exception in thread "

LINES = (
    LinePattern(
        "error: ", re.compile(r"(?P<file>[^\s:]+\.(?:java|scala|kt)):(?P<line>\d+)(?::\d+)?: error: (?P<message>.+)$")
    ),
    LinePattern("e: ", re.compile(r"^e: (?P<file>\S+?\.kts?):? ?\(?(?P<line>\d+)(?::|, )\d+\)?:? (?P<message>\S.*)$")),
    LinePattern("Could not find or load main class", re.compile(r"(?P<message>Could not find or load main class .+)$")),
    LinePattern('Cannot invoke "', re.compile(r"(?P<message>Cannot invoke \".+ is null)")),
    LinePattern("SIG", re.compile(r"^#\s+(?P<message>(?P<code>SIG[A-Z]+) \(0x\w+\) at pc=.*)$")),
)


def recognise(lines: Sequence[str]) -> list[Failure]:
    """The stack traces, compiler errors and lone throwables in `lines`, in their order."""
    return read_in_turn(lines, _failure_at)


def _failure_at(lines: Sequence[str], index: int) -> Failure | None:
    line = lines[index]
    stack = read_stack(lines, index) if _may_begin_a_stack(lines, index) and _is_java(lines, index) else None
    if stack:
        return Failure(FORM, stack[0], (_frames_above(lines, index) + 1, stack[1]), LANGUAGE)
    if "Exception" in line or "Error" in line or "Throwable" in line:
        header = read_header(line, index + 1)
        if header and (PACKAGE.match(header.type) or THREAD in line):
            return _alone(lines, index, header)
    error = line_error(line, index + 1, LINES)
    return _with_cause(lines, index, error) if error else None


def _may_begin_a_stack(lines: Sequence[str], index: int) -> bool:
    """Whether the line names a throwable or has a frame right below it, being neither blank nor a frame itself."""
    line = lines[index]
    if not line.strip() or FRAME.match(line):
        return False
    below = lines[index + 1] if index + 1 < len(lines) else ""
    return bool(FRAME.match(below) or read_header(line, index + 1))


def _is_java(lines: Sequence[str], index: int) -> bool:
    """A link alone is not enough: other tools write "Caused by:" as well."""
    header = read_header(lines[index], index + 1)
    if header and PACKAGE.match(header.type):
        return True
    return any(FRAME.match(line) for line in lines[index + 1 : index + 40])


def _frames_above(lines: Sequence[str], index: int) -> int:
    """Where the frames begin whose own header was cut off above a first "Caused by:"."""
    if not LINK.match(lines[index]):
        return index
    while index and FRAME.match(lines[index - 1]):
        index -= 1
    return index


def _alone(lines: Sequence[str], index: int, header: Thrown) -> Failure:
    end = index + 1
    if header.message or lines[index].rstrip().endswith(":"):
        end = _end_of_message(lines, header, index + 1)
    return Failure(FORM, with_nested([header.closed()]), (index + 1, end), LANGUAGE)


def _end_of_message(lines: Sequence[str], header: Thrown, start: int) -> int:
    """Join the lines from `start` on that a message takes which breaks off in the middle; the index after them."""
    end = start
    while end < min(len(lines), start + WRAPPED_LINES) and lines[end].strip() and breaks_off(header.message):
        header.message = f"{header.message} {lines[end].strip().lstrip('/* ')}".strip()
        end += 1
    return end


def _with_cause(lines: Sequence[str], index: int, error: Error) -> Failure:
    """The launcher prints the cause of its message without any frame below it; the compiler quotes the source."""
    if error.frames:
        return _compiled(lines, index, error)
    cause = lines[index + 1] if index + 1 < len(lines) and LINK.match(lines[index + 1]) else ""
    header = read_header(cause, index + 2) if cause else None
    if not header:
        return lone_failure(error, FORM, LANGUAGE)
    root = Error(header.type, header.message, header.line, role="root")
    return Failure(FORM, (error, root), (index + 1, index + 2), LANGUAGE)


def _compiled(lines: Sequence[str], index: int, error: Error) -> Failure:
    """javac prints the source, a caret below the place, and which symbol it means, where."""
    caret = next((at for at in range(index + 1, min(index + 4, len(lines))) if CARET.match(lines[at])), None)
    if caret is None:
        return lone_failure(error, FORM, LANGUAGE)
    end = end_of_run(lines, caret + 1, DETAIL.match)
    notes = tuple(line.strip() for line in lines[caret + 1 : end])
    return Failure(FORM, (replace(error, notes=notes),), (index + 1, end), LANGUAGE)


RECOGNISER = Recogniser(FORM, CUES, recognise)
