"""PHP: uncaught exceptions with the ones before them, the engine's own errors, Laravel's log, PHPUnit's failures."""

import re
from collections.abc import Iterator, Sequence

from incidents.reading.failures.chains import as_chain
from incidents.reading.failures.claims import read_in_turn
from incidents.reading.failures.extents import end_of_run, next_match
from incidents.reading.failures.frames import frame_of
from incidents.reading.failures.line_patterns import LinePattern, line_error, line_failures, lone_failure
from incidents.reading.failures.recogniser import Recogniser
from incidents.reading.values import Error, Failure, Frame

FORM, LANGUAGE = "php", "php"
CUES = ("PHP ", "Uncaught ", ".php", "[object] (", "Failed asserting")
MESSAGE_LINES = 30

NAME = r"[A-Za-z_][\w\\]*+"
PLACE = r" in (?P<file>\S+):(?P<line>\d+)$"
# "PHP Fatal error:  Uncaught TypeError: text in /srv/cart.php:7", on a page "<b>Fatal error</b>:  Uncaught ..."
UNCAUGHT = re.compile(rf"(?:Fatal error|Fatal error</b>): {{1,2}}Uncaught (?P<type>{NAME})(?:: (?P<message>.*))?$")
# The exception before it is printed first: what was reported in the end is the last that follows.
NEXT = re.compile(rf"^Next (?P<type>{NAME}): (?P<message>.*)$")
PLACED = re.compile(rf"^(?P<message>.*){PLACE}")
STACK = re.compile(r"^Stack trace:$")
FRAME = re.compile(r"^#\d+ (?:(?P<file>[^()]+)\((?P<line>\d+)\)|\[internal function\]): (?P<function>[^\s(]+)\(.*$")
MAIN = re.compile(r"^#\d+ \{main\}")
THROWN = re.compile(r"^\s+thrown in ")

LOGGED = re.compile(
    rf"\[object\] \((?P<type>{NAME})\(code: (?P<code>\w+)\): (?P<message>.*) at (?P<file>\S+?):(?P<line>\d+)\)"
)
LOGGED_STACK = re.compile(r"^\[(?:stacktrace|previous exception)\]")
LOGGED_END = re.compile(r'^"\}\s*$')

TEST = re.compile(rf"^\d+\) (?P<test>{NAME}::\w+(?: with data set .+)?)$")
TEST_PLACE = re.compile(r"^(?P<file>\S+\.php):(?P<line>\d+)$")
TEST_END = re.compile(r"^(?:\d+\) |--$|(?:FAILURES|ERRORS)!$)")
TEST_ERROR = re.compile(r"^(?P<type>(?:[A-Za-z_]\w*\\)*+\w*(?:Error|Exception)): (?P<message>\S.*)$")

ON_LINE = r"(?P<message>\S.+?) in (?:<b>)?(?P<file>[^\s<]+)(?:</b>)? on line (?:<b>)?(?P<line>\d+)"
LINES = (
    LinePattern(
        " on line ", re.compile(rf"^.{{0,120}}?(?:Fatal|Parse|Recoverable fatal) error(?:</b>)?: {{1,2}}{ON_LINE}")
    ),
)
WARNINGS = (
    LinePattern(
        " on line ", re.compile(rf"^.{{0,120}}?(?P<type>Warning|Notice|Deprecated)(?:</b>)?: {{1,2}}{ON_LINE}")
    ),
)


def recognise(lines: Sequence[str]) -> list[Failure]:
    """The exceptions, engine errors and failed tests in `lines`; warnings only when nothing worse is there."""
    return read_in_turn(lines, _failure_at) or list(line_failures(lines, WARNINGS, FORM, LANGUAGE))


def _failure_at(lines: Sequence[str], index: int) -> Failure | None:
    line = lines[index]
    if "Uncaught " in line and (found := UNCAUGHT.search(line)):
        return _uncaught(lines, index, found)
    if _record(line):
        return _logged(lines, index)
    if "::" in line and (title := TEST.match(line)):
        return _test(lines, index, title["test"])
    error = line_error(line, index + 1, LINES)
    return lone_failure(error, FORM, LANGUAGE) if error else None


def _uncaught(lines: Sequence[str], index: int, found: re.Match[str]) -> Failure:
    """The exceptions from the last "Next" back to the first that was thrown."""
    thrown = []
    at: int = index
    head: re.Match[str] | None = found
    while head:
        error, end = _exception(lines, at, head)
        thrown.append(error)
        at = end_of_run(lines, end, lambda line: not line.strip())
        head = NEXT.match(lines[at]) if at < len(lines) else None
    end += end < len(lines) and bool(THROWN.match(lines[end]))
    return Failure(FORM, as_chain(thrown[::-1]), (index + 1, end), LANGUAGE)


def _exception(lines: Sequence[str], index: int, head: re.Match[str]) -> tuple[Error, int]:
    """One exception, whose message may take several lines up to "Stack trace:", and the index after its stack."""
    below = lines[index + 1 : index + 1 + MESSAGE_LINES]
    stack = next_match(below, 0, STACK)
    more = below[:stack] if stack < len(below) else []
    first, *notes = [head["message"] or "", *(line.strip() for line in more)]
    last = PLACED.match(notes[-1] if notes else first)
    if last and notes:
        notes[-1] = last["message"]
    elif last:
        first = last["message"]
    start = index + 1 + len(more)
    end = end_of_run(lines, start, lambda line: STACK.match(line) or FRAME.match(line) or MAIN.match(line))
    frames = (*([frame_of(last)] if last else []), *_frames(lines[start:end]))
    return Error(head["type"], first.strip(), index + 1, notes=tuple(filter(None, notes)), frames=frames), end


def _frames(lines: Sequence[str]) -> Iterator[Frame]:
    return (frame_of(found) for line in lines if (found := FRAME.match(line)))


def _logged(lines: Sequence[str], index: int) -> Failure:
    """Monolog writes an exception as JSON on the line of its record, and those before it behind their own stacks."""
    end = end_of_run(lines, index + 1, _is_of_record)
    errors = [
        Error(
            found["type"].replace("\\\\", "\\"), found["message"], at + 1, code=_code(found), frames=(frame_of(found),)
        )
        for at in range(index, end)
        if (found := _record(lines[at]))
    ]
    return Failure(FORM, as_chain(errors), (index + 1, end), LANGUAGE)


def _record(line: str) -> re.Match[str] | None:
    start = line.find("[object] (")
    return LOGGED.match(line, start) if start >= 0 else None


def _is_of_record(line: str) -> bool:
    begins = line.startswith("[previous exception] [object] (")
    return bool(begins or LOGGED_STACK.match(line) or FRAME.match(line) or MAIN.match(line) or LOGGED_END.match(line))


def _code(found: re.Match[str]) -> str:
    """0 is what an exception has that was given no code."""
    return "" if found["code"] == "0" else found["code"]


def _test(lines: Sequence[str], index: int, test: str) -> Failure | None:
    end = next_match(lines, index + 1, TEST_END, TEST_PLACE)
    said = [line.strip() for line in lines[index + 1 : end] if line.strip()]
    places = end_of_run(lines, end, TEST_PLACE.match)
    if not said:
        return None
    first, *notes = said
    typed = TEST_ERROR.match(first)
    frames = tuple(frame_of(found) for line in lines[end:places] if (found := TEST_PLACE.match(line)))
    kind, message = (typed["type"], typed["message"]) if typed else ("", first)
    error = Error(kind, message, index + 2, notes=tuple(notes), frames=frames)
    return Failure("phpunit", (error,), (index + 1, places), LANGUAGE, test=test, phase="call")


RECOGNISER = Recogniser(FORM, CUES, recognise)
