"""Go: panics with their goroutines, failed tests, compiler and module errors."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial

from incidents.reading.failures.chains import as_chain
from incidents.reading.failures.claims import read_in_turn
from incidents.reading.failures.extents import end_of_run, indent_of, named_above, without_blanks
from incidents.reading.failures.frames import frame_of, paired_frames
from incidents.reading.failures.line_patterns import LinePattern, line_error, lone_failure
from incidents.reading.failures.quoting import unquoted
from incidents.reading.failures.recogniser import Recogniser
from incidents.reading.values import Error, Failure, Frame

FORM, LANGUAGE = "go", "go"
CUES = ("panic: ", "fatal error: ", "--- FAIL: ", ".go:", "go: ", "DATA RACE")
GOROUTINE_WITHIN = 12
NOTES = 20

# A comment or list mark, or a sentence up to a quote.
LEAD = r"(?:[\s/#*>=|`\"'-]*+|.{0,80}?[`\"'])"
PANIC = re.compile(rf"^{LEAD}(?P<kind>panic): (?P<message>\S.*)$")
NEXT_PANIC = re.compile(r"^\s+panic: (?P<message>\S.*)$")
FATAL = re.compile(rf"^{LEAD}(?P<kind>fatal error): (?P<message>\S.*)$")
FATAL_WORDS = re.compile(r"^(?:all goroutines are asleep|concurrent map |stack overflow|runtime: |out of memory)")
RECOVERED = re.compile(r" \[recovered(?:, repanicked)?\]$")
SIGNAL = re.compile(r"^[\s/]*\[signal (?P<code>SIG[A-Z]+)")
GOROUTINE = re.compile(r"^\s*goroutine \d+ (?:gp=\S+ m=\S+ (?:mp=\S+ )?)?\[")
PLACE = re.compile(r"^\s+(?P<file>\S.*?\.(?:go|s)):(?P<line>\d+)(?: \+0x[0-9a-f]+)?$")
TAIL = re.compile(r"^\s*(?:exit status \d+|goroutine running on other thread.*|\.\.\.additional frames elided\.\.\.|)$")

FAILED_TEST = re.compile(r"^\s*--- FAIL: (?P<test>\S+) \(")
TEST_NOW = re.compile(r"^\s*=== (?:RUN|NAME|CONT)\s+(?P<test>\S+)")
LOGGED = re.compile(r"^\s+(?P<file>[\w./-]+\.go):(?P<line>\d+): ?(?P<message>.*)$")
TESTIFY = re.compile(r"^\s*(?P<key>Error Trace|Error|Test|Messages):\s+(?P<value>\S.*)?$")

LINES = (
    LinePattern(
        ".go:",
        re.compile(r"^(?:vet: )?(?P<file>(?:\.{0,2}/)?[\w./@-]+\.go):(?P<line>\d+):\d+: (?P<message>\S.*)$"),
    ),
    LinePattern("go: ", re.compile(r"(?:^|\s)go: (?P<message>(?!downloading|finding|added|upgraded|extracting)\S.+)$")),
    LinePattern("DATA RACE", re.compile(r"^\s*WARNING: (?P<message>DATA RACE)$")),
)


def recognise(lines: Sequence[str]) -> list[Failure]:
    """The failed tests, panics and compiler errors in `lines`; a panic in a test carries the test's name."""
    tests, logged = named_above(lines, _failed_test), _logged(lines)
    return read_in_turn(lines, partial(_failure_at, tests=tests, logged=logged))


def _failed_test(line: str) -> str:
    failed = FAILED_TEST.match(line) if "--- FAIL" in line else None
    return failed["test"] if failed else ""


def _failure_at(
    lines: Sequence[str], index: int, *, tests: Sequence[str], logged: dict[str, list[int]]
) -> Failure | None:
    if _failed_test(lines[index]):
        return _test_failure(lines, index, tests[index], logged)
    crash = _crash_head(lines, index)
    if crash:
        return _crash(lines, index, crash, tests[index])
    error = line_error(lines[index], index + 1, LINES)
    return lone_failure(error, FORM, LANGUAGE) if error else None


def _crash_head(lines: Sequence[str], index: int) -> re.Match[str] | None:
    line = lines[index]
    if "panic: " in line and (panic := PANIC.match(line)):
        return panic
    fatal = FATAL.match(line) if "fatal error: " in line else None
    return fatal if fatal and _is_go(lines, index, fatal["message"]) else None


def _is_go(lines: Sequence[str], index: int, message: str) -> bool:
    """C compilers say "fatal error: " as well."""
    if FATAL_WORDS.match(message):
        return True
    return any(GOROUTINE.match(line) for line in lines[index + 1 : index + GOROUTINE_WITHIN])


def _crash(lines: Sequence[str], index: int, found: re.Match[str], test: str) -> Failure:
    """The panics from the last to the first, the signal that raised them, and the stack of the goroutine."""
    head = index + 1
    while head < len(lines) and _in_head(lines, head):
        head += 1
    frames, end = _frames(lines, head)
    panics = [(unquoted(lines[index], found.start("message"), found.start("kind")), index + 1)]
    panics += [(again["message"], at + 1) for at in range(index + 1, head) if (again := NEXT_PANIC.match(lines[at]))]
    signals = [signal for line in lines[index + 1 : head] if (signal := SIGNAL.match(line))]
    errors = [
        Error(
            type=found["kind"],
            message=RECOVERED.sub("", message),
            line=line,
            code=signals[-1]["code"] if signals else "",
            notes=tuple(signal.string.strip(" \t/") for signal in signals),
            frames=frames,
        )
        for message, line in reversed(panics)
    ]
    return Failure(FORM, _distinct(errors), (index + 1, end), LANGUAGE, test=test)


def _in_head(lines: Sequence[str], index: int) -> bool:
    """Whether the line stands between a panic and its goroutine: a further panic, a signal, the blank line."""
    line = lines[index]
    if not line.strip():
        return _goroutine_below(lines, index)
    return bool(NEXT_PANIC.match(line) or SIGNAL.match(line))


def _goroutine_below(lines: Sequence[str], index: int) -> bool:
    return any(GOROUTINE.match(line) for line in lines[index + 1 : index + 3])


def _distinct(errors: Sequence[Error]) -> tuple[Error, ...]:
    """A panic that was recovered and raised again is printed twice."""
    kept = [error for place, error in enumerate(errors) if error.message not in [e.message for e in errors[:place]]]
    return as_chain(kept)


def _frames(lines: Sequence[str], start: int) -> tuple[tuple[Frame, ...], int]:
    """The frames of the first goroutine, and the index after the last goroutine."""
    end = end_of_run(lines, start, _in_stack)
    frames = paired_frames(_first_goroutine(lines[start:end]), PLACE, _function)
    return tuple(frames), without_blanks(lines, start, end)


def _in_stack(line: str) -> bool:
    return bool(GOROUTINE.match(line) or PLACE.match(line) or _function(line) or TAIL.match(line))


def _first_goroutine(stack: Sequence[str]) -> Sequence[str]:
    heads = [place for place, line in enumerate(stack) if GOROUTINE.match(line)]
    return stack[: heads[1]] if len(heads) > 1 else stack


def _function(line: str) -> str:
    """ "main.serve" of "main.serve(0xc000, ...)", the creator of "created by main.start in goroutine 1"."""
    text = line.strip()
    if text.startswith("created by "):
        return text.removeprefix("created by ").split(" ")[0]
    name, bracket, _ = text.rpartition("(")
    return name if bracket and text.endswith(")") and " " not in name else ""


def _logged(lines: Sequence[str]) -> dict[str, list[int]]:
    """The lines that `go test -v` printed between "=== RUN test" and its end, by test."""
    by_test: dict[str, list[int]] = defaultdict(list)
    tests = named_above(lines, _test_now)
    for index, line in enumerate(lines):
        if tests[index] and LOGGED.match(line):
            by_test[tests[index]].append(index)
    return by_test


def _test_now(line: str) -> str:
    now = TEST_NOW.match(line) if "===" in line else None
    return now["test"] if now else ""


def _test_failure(lines: Sequence[str], index: int, test: str, logged: dict[str, list[int]]) -> Failure | None:
    depth, end = indent_of(lines[index]), index + 1
    while end < len(lines) and indent_of(lines[end]) > depth and not FAILED_TEST.match(lines[end]):
        end += 1
    errors = tuple(_test_errors(lines, range(index + 1, end))) or tuple(_test_errors(lines, logged.get(test, [])))
    if not errors:
        return None
    return Failure("go_test", errors, (index + 1, end), LANGUAGE, test=test, phase="call")


def _test_errors(lines: Sequence[str], places: Sequence[int]) -> Iterator[Error]:
    """One error for each line that the test logged; testify's fields below it say what was wrong."""
    for index in places:
        found = LOGGED.match(lines[index])
        if not found:
            continue
        message, line, notes = found["message"].strip(), index + 1, _below(lines, index)
        if not message and notes:
            message, line, notes = _testify(lines, index) or (notes[0], index + 2, notes[1:])
        yield Error("", message, line, notes=tuple(notes[:NOTES]), frames=(frame_of(found),))


def _below(lines: Sequence[str], index: int) -> list[str]:
    depth, notes = indent_of(lines[index]), []
    for line in lines[index + 1 : index + NOTES]:
        if indent_of(line) <= depth or not line.strip():
            break
        notes.append(line.strip())
    return notes


def _testify(lines: Sequence[str], index: int) -> tuple[str, int, list[str]] | None:
    for below in range(index + 1, min(len(lines), index + NOTES)):
        field = TESTIFY.match(lines[below])
        if field and field["key"] == "Error" and field["value"]:
            return field["value"].strip(), below + 1, _below(lines, index)[below - index :]
    return None


RECOGNISER = Recogniser(FORM, CUES, recognise)
