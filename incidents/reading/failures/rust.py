"""Rust: panics in both headers, compiler errors with their codes, cargo's own errors with their causes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from incidents.reading.failures.chains import as_chain
from incidents.reading.failures.claims import read_in_turn
from incidents.reading.failures.extents import end_of_run, named_above, without_blanks
from incidents.reading.failures.frames import frame_of, paired_frames
from incidents.reading.failures.line_patterns import LinePattern, line_error, lone_failure
from incidents.reading.failures.quoting import said
from incidents.reading.failures.recogniser import Recogniser
from incidents.reading.values import Error, Failure, Frame

FORM, LANGUAGE = "rust", "rust"
CUES = ("panicked at", "error[E", "error: ", "---- ", "Error: ", "unwrap()`")
NOTES = 20
# So far below the last failure cargo's "error: test failed" still speaks of it.
SUMMARY_LINES = 40

# Up to 1.72 the message stands before the place, in quotes; since 1.73 on the line below; a thread id since 1.91.
PANIC = re.compile(r"thread ['\"](?P<thread>[^'\"]*)['\"](?: \(\d+\))? (?:has )?panicked at ")
OLD_PANIC = re.compile(r"^['\"](?P<message>.*)['\"],(?: (?P<file>\S+?):(?P<line>\d+)(?::\d+)?)?\s*$")
NEW_PLACE = re.compile(r"^(?P<file>\S+?):(?P<line>\d+):\d+:$|^\S+:$")
ONE_LINE = re.compile(r"^(?:(?P<file>\S+?):(?P<line>\d+):\d+|\S+): (?P<message>\S.*)$")
OLD_PLACE = re.compile(r"^\s*(?P<file>\S+?):(?P<line>\d+):\d+$")
BACKTRACE_FUNCTION = re.compile(r"^\s+\d+: (?:0x[0-9a-f]+ - )?(?P<function>\S.*)$")
BACKTRACE_PLACE = re.compile(r"^\s+at (?P<file>\S+?):(?P<line>\d+)(?::\d+)?$")
PANIC_TAIL = re.compile(r"^(?:stack backtrace:|note: (?:Some details|run with)|\s*$)")
COMPARED = re.compile(r"^\s+(?:left|right): ")

CODED = re.compile(r"error\[(?P<code>E\d{4})\]: (?P<message>\S.*)$")
CODELESS = re.compile(r"^error: (?P<message>\S.*)$")
ARROW = re.compile(r"^\s*--> (?P<file>\S.*?):(?P<line>\d+):\d+\s*$")
BOILERPLATE = re.compile(
    r"^(?:error: (?:aborting due to|could not compile|test failed, to rerun|\d+ targets? failed|doctest failed)"
    r"|For more information about|Some errors have detailed|warning: build failed|warning: `[^`]+` \(.+\) generated)"
)
CARGO = re.compile(
    r"^(?:failed to (?:select a version|get |run custom build|download|parse manifest|load |resolve|compile|read)"
    r"|no matching package|package `|linking with|process didn't exit successfully|manifest path"
    r"|the lock file|unable to |toolchain |linker `|cannot |expected |unexpected |invalid |mismatched |this )"
)
CAUSED_BY = re.compile(r"^\s*Caused by:\s*$")
CAUSE = re.compile(r"^\s{2,}(?:\d+: )?(?P<message>\S.*)$")
RETURNED = re.compile(r"^Error: (?P<message>\S.*)$")
DEBUG_VALUE = re.compile(r"^(?:\w+ \{.*\}|\w+\(.*\)|\".*\")$")
TEST_OUTPUT = re.compile(r"^---- (?P<test>\S+)(?: - should panic)? (?:stdout|stderr) ----$")
NO_PANIC = re.compile(r"^note: (?P<message>test did not panic as expected.*)$")

LINES = (
    LinePattern("unwrap()`", re.compile(r"(?P<message>called `(?:Option|Result)::unwrap\(\)` on an? `\w+` value.*)$")),
    LinePattern("expect()`", re.compile(r"(?P<message>called `(?:Option|Result)::expect\(\)` on .*)$")),
)


def recognise(lines: Sequence[str]) -> list[Failure]:
    """The panics, compiler and cargo errors in `lines`; inside `cargo test` each with its test's name."""
    tests = named_above(lines, _test_with_output)
    failures = read_in_turn(lines, partial(_failure_at, tests=tests))
    below = [*(failure.lines[0] - 1 for failure in failures[1:]), len(lines)]
    return [_with_summary(lines, failure, end) for failure, end in zip(failures, below, strict=False)]


def _test_with_output(line: str) -> str:
    output = TEST_OUTPUT.match(line) if line.startswith("---- ") else None
    return output["test"] if output else ""


def _with_summary(lines: Sequence[str], failure: Failure, end: int) -> Failure:
    """`failure` with the lines of the summary below it that only say it again, up to index `end`."""
    first, last = failure.lines
    for index in range(last, end):
        if index - last >= SUMMARY_LINES:
            break
        if BOILERPLATE.match(lines[index]):
            last = index + 1
    return replace(failure, lines=(first, last))


def _failure_at(lines: Sequence[str], index: int, *, tests: Sequence[str]) -> Failure | None:
    line, test = lines[index], tests[index]
    if "panicked at " in line and (found := PANIC.search(line)):
        return _panic(lines, index, found, test)
    if "error[E" in line and (found := CODED.search(line)):
        return _compiler_error(lines, index, said(line, found.start())[found.start("message") - found.start() :], found)
    if line.startswith("error: ") and (found := CODELESS.match(line)):
        return _codeless(lines, index, found)
    if line.startswith("Error: ") and (found := RETURNED.match(line)):
        return _returned(lines, index, found["message"], test)
    if line.startswith("note: test") and (found := NO_PANIC.match(line)):
        return lone_failure(Error("", found["message"], index + 1), FORM, LANGUAGE, test=test)
    error = line_error(line, index + 1, LINES)
    return lone_failure(error, FORM, LANGUAGE) if error else None


def _panic(lines: Sequence[str], index: int, found: re.Match[str], test: str) -> Failure | None:
    rest = lines[index][found.end() :].strip()
    message, number, places, end = _panic_message(lines, index, rest)
    if not message:
        return None
    notes = []
    while end < len(lines) and (COMPARED.match(lines[end]) or (len(notes) < NOTES and _is_message(lines, end))):
        notes.append(lines[end].strip())
        end += 1
    frames, end = _backtrace(lines, end)
    thread = found["thread"]
    error = Error("panic", message, number, notes=tuple(notes), frames=(*places, *frames))
    name = thread if "::" in thread else test
    return Failure(FORM, (error,), (index + 1, end), LANGUAGE, test=name, phase="call" if name else "")


def _panic_message(lines: Sequence[str], index: int, rest: str) -> tuple[str, int, tuple[Frame, ...], int]:
    """Message, its line, the place and the index after both, whichever of the headers it is."""
    below = lines[index + 1].strip() if index + 1 < len(lines) else ""
    old, new, one_line = OLD_PANIC.match(rest), NEW_PLACE.match(rest), ONE_LINE.match(rest)
    if old:
        place = old if old["file"] else OLD_PLACE.match(below)
        return old["message"], index + 1, _frame(place), index + (1 if old["file"] or not place else 2)
    if new:
        return below, index + 2, _frame(new), index + 2
    if one_line:
        return one_line["message"], index + 1, _frame(one_line), index + 1
    return rest.strip("'\""), index + 1, (), index + 1


def _frame(place: re.Match[str] | None) -> tuple[Frame, ...]:
    return (frame_of(place),) if place and place["file"] else ()


def _is_message(lines: Sequence[str], index: int) -> bool:
    """Whether the line still belongs to a message of several lines: a backtrace or its note ends it."""
    line = lines[index]
    return bool(line.strip()) and not PANIC_TAIL.match(line) and not PANIC.search(line) and _tail_within(lines, index)


def _tail_within(lines: Sequence[str], index: int) -> bool:
    return any(line.startswith(("stack backtrace:", "note: run with")) for line in lines[index + 1 : index + 6])


def _backtrace(lines: Sequence[str], start: int) -> tuple[Iterator[Frame], int]:
    end = end_of_run(lines, start, _in_backtrace)
    return paired_frames(lines[start:end], BACKTRACE_PLACE, _function), without_blanks(lines, start, end)


def _in_backtrace(line: str) -> bool:
    return bool(BACKTRACE_PLACE.match(line) or BACKTRACE_FUNCTION.match(line) or PANIC_TAIL.match(line))


def _function(line: str) -> str:
    named = BACKTRACE_FUNCTION.match(line)
    return named["function"] if named else ""


def _compiler_error(lines: Sequence[str], index: int, message: str, found: re.Match[str]) -> Failure:
    end = index + 1
    while end < len(lines) and lines[end].strip() and not lines[end].startswith(("error", "warning", "```")):
        end += 1
    arrow = ARROW.match(lines[index + 1]) if index + 1 < len(lines) else None
    code = found.groupdict().get("code") or ""
    error = Error("", message.strip(), index + 1, code=code, frames=_frame(arrow))
    return Failure(FORM, (error,), (index + 1, _after_boilerplate(lines, end)), LANGUAGE)


def _after_boilerplate(lines: Sequence[str], end: int) -> int:
    for index in range(end, len(lines)):
        if BOILERPLATE.match(lines[index]):
            end = index + 1
        elif lines[index].strip():
            break
    return end


def _codeless(lines: Sequence[str], index: int, found: re.Match[str]) -> Failure | None:
    """A compiler error without a code has its arrow below, cargo's has its vocabulary or its causes."""
    if BOILERPLATE.match(lines[index]):
        return None
    if index + 1 < len(lines) and ARROW.match(lines[index + 1]):
        return _compiler_error(lines, index, found["message"], found)
    causes, end = _causes(lines, index + 1)
    if not causes and not _is_cargo(found["message"]):
        return None
    errors = as_chain([Error("", found["message"], index + 1), *causes])
    return Failure("cargo", errors, (index + 1, _after_boilerplate(lines, end)), LANGUAGE)


def _is_cargo(message: str) -> bool:
    return bool(CARGO.match(message)) and "`" in message


def _causes(lines: Sequence[str], start: int) -> tuple[list[Error], int]:
    """What stands below each "Caused by:", as cargo and anyhow print it."""
    first = end_of_run(lines, start, _is_blank)
    if first == len(lines) or not CAUSED_BY.match(lines[first]):
        return [], start
    end = end_of_run(lines, first, _in_causes)
    causes = [Error("", text, at + 1) for at in range(first, end) if (text := _cause(lines[at]))]
    return causes, causes[-1].line if causes else start


def _is_blank(line: str) -> bool:
    return not line.strip()


def _in_causes(line: str) -> bool:
    return bool(_is_blank(line) or CAUSED_BY.match(line) or CAUSE.match(line))


def _cause(line: str) -> str:
    cause = None if CAUSED_BY.match(line) else CAUSE.match(line)
    return cause["message"] if cause else ""


def _returned(lines: Sequence[str], index: int, message: str, test: str) -> Failure | None:
    """What `main` or a test returned as Err: printed in its debug form, or by anyhow with its causes."""
    causes, end = _causes(lines, index + 1)
    if not causes and not DEBUG_VALUE.match(message):
        return None
    errors = as_chain([Error("", message, index + 1), *causes])
    return Failure(FORM, errors, (index + 1, end), LANGUAGE, test=test)


RECOGNISER = Recogniser(FORM, CUES, recognise)
