"""Ruby: uncaught exceptions with their causes, what Rails logs and rake and minitest print, Bundler's refusals."""

import re
from collections.abc import Sequence

from incidents.reading.failures.chains import as_chain
from incidents.reading.failures.claims import read_in_turn
from incidents.reading.failures.extents import end_of_run, next_match
from incidents.reading.failures.frames import frame_of
from incidents.reading.failures.line_patterns import LinePattern, line_error, lone_failure
from incidents.reading.failures.recogniser import Recogniser
from incidents.reading.values import Error, Failure

FORM, LANGUAGE = "ruby", "ruby"
CUES = (".rb:", "):", "undler", "Gemfile", "Could not find ", "native extension")
MESSAGE_LINES = 12
NOTES = 20

TYPE = r"(?P<type>(?:[A-Z]\w*::)*+[A-Z]\w*)"
# Up to 3.3 a backtick opens the method's name, since then a quote; "c:/app.rb" has a colon of its own.
AT = r"(?P<file>(?:[A-Za-z]:)?[^\s:]+):(?P<line>\d+):in [`'](?P<function>[^']+)'"
UNCAUGHT = re.compile(rf"^{AT}: (?P<message>.*) \({TYPE}\)$")
SYNTAX = re.compile(rf"^(?P<file>\S+?\.rb):(?P<line>\d+): (?P<message>.*) \({TYPE}\)$")
# "ActiveRecord::RecordNotFound (Couldn't find Cart with 'id'=7):", behind the tags of the request
LOGGED = re.compile(
    r"^(?:\[[^\]]*\] )*+(?P<type>(?:[A-Z]\w*::)++[A-Z]\w*|[A-Z]\w*(?:Error|Exception)) \((?P<message>.+)\):\s*$"
)
TYPED = re.compile(r"^\s*(?P<type>(?:[A-Z]\w*::)++[A-Z]\w*|[A-Z]\w*(?:Error|Exception)): (?P<message>\S.*)$")
FRAME = re.compile(rf"^\s*(?:\d+: )?(?:from )?(?:\[[^\]]*\] )*+{AT}$")
FILTERED = re.compile(r"^\s*(?:\.\.\. \d+ levels\.\.\.|\(See full trace by running task with --trace\))")

LINES = (
    LinePattern("Could not find ", re.compile(r"(?P<message>Could not find gem '.+)$")),
    LinePattern(
        "Could not find ", re.compile(r"(?P<message>Could not find \S+ in (?:any of the sources|locally .+))$")
    ),
    LinePattern("Bundler could not", re.compile(r"(?P<message>Bundler could not find compatible versions .+?):?$")),
    LinePattern("your Gemfile specified", re.compile(r"(?P<message>Your Ruby version is .+)$")),
    LinePattern(
        "native extension", re.compile(rf"(?:{TYPE}: )?(?:ERROR: )?(?P<message>Failed to build gem native .+)$")
    ),
    LinePattern("and Bundler cannot", re.compile(r"(?P<message>An error occurred while installing .+)$")),
    LinePattern("activated", re.compile(r"(?P<message>You have already activated .{1,200}?, but your Gemfile .+)$")),
)


def recognise(lines: Sequence[str]) -> list[Failure]:
    """The exceptions and Bundler's refusals in `lines`; a cause stands right below the stack of what it caused."""
    return read_in_turn(lines, _failure_at)


def _failure_at(lines: Sequence[str], index: int) -> Failure | None:
    head = _head(lines, index)
    if head:
        return _exception(lines, index, head)
    error = line_error(lines[index], index + 1, LINES)
    return lone_failure(error, FORM, LANGUAGE) if error else None


def _head(lines: Sequence[str], index: int) -> re.Match[str] | None:
    """The line that names an exception; "Type: message" is Ruby's only when its frames stand below."""
    line = lines[index]
    if placed := UNCAUGHT.match(line) or SYNTAX.match(line) or LOGGED.match(line):
        return placed
    typed = TYPED.match(line)
    return typed if typed and _first_frame(lines, index + 1) is not None else None


def _first_frame(lines: Sequence[str], start: int) -> int | None:
    """The index of the first frame within the lines that a message may take; None when another error comes first."""
    below = lines[start : start + MESSAGE_LINES]
    at = next_match(below, 0, FRAME, UNCAUGHT, LOGGED, TYPED)
    return start + at if at < len(below) and FRAME.match(below[at]) else None


def _exception(lines: Sequence[str], index: int, head: re.Match[str]) -> Failure:
    errors, end = [], index
    found: re.Match[str] | None = head
    while found:
        error, end = _link(lines, end, found)
        errors.append(error)
        found = UNCAUGHT.match(lines[end]) if end < len(lines) and errors[0].frames else None
    return Failure(FORM, as_chain(errors), (index + 1, end), LANGUAGE)


def _link(lines: Sequence[str], index: int, head: re.Match[str]) -> tuple[Error, int]:
    """One exception with the rest of its message and its frames, and the index after them."""
    body = _first_frame(lines, index + 1)
    start = index + 1 if body is None else body
    end = end_of_run(lines, start, lambda line: FRAME.match(line) or FILTERED.match(line))
    notes = [line.strip() for line in lines[index + 1 : start] if line.strip()]
    places = [head] if "file" in head.re.groupindex else []
    places += [found for line in lines[start:end] if (found := FRAME.match(line))]
    frames = tuple(frame_of(place) for place in places)
    return Error(head["type"], head["message"].strip(), index + 1, notes=tuple(notes[:NOTES]), frames=frames), end


RECOGNISER = Recogniser(FORM, CUES, recognise)
