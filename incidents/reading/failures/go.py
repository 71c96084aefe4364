"""Go: panics with their goroutines, failed tests, compiler and module errors."""

import re
from collections.abc import Iterator, Sequence

from incidents.reading.failures.chains import as_chain
from incidents.reading.failures.javascript_stacks import indent_of
from incidents.reading.failures.line_patterns import LinePattern, line_error
from incidents.reading.failures.quoting import unquoted
from incidents.reading.failures.recogniser import Recogniser
from incidents.reading.values import Error, Failure, Frame

FORM, LANGUAGE = "go", "go"
CUES = ("panic: ", "fatal error: ", "--- FAIL: ", ".go:", "go: ", "DATA RACE")
GOROUTINE_WITHIN = 12
NOTES = 20

# A comment or list mark, or a sentence up to a quote.
LEAD = r"(?:[\s/#*>=|`\"'-]*+|.{0,80}?[`\"'])"
PANIC = re.compile(rf"^{LEAD}panic: (?P<message>\S.*)$")
NEXT_PANIC = re.compile(r"^\s+panic: (?P<message>\S.*)$")
FATAL = re.compile(rf"^{LEAD}fatal error: (?P<message>\S.*)$")
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
    failures, logged, index = [], _logged(lines), 0
    test = ""
    while index < len(lines):
        failed = FAILED_TEST.match(lines[index]) if "--- FAIL" in lines[index] else None
        test = failed["test"] if failed else test
        failure = _test_failure(lines, index, test, logged) if failed else _failure_at(lines, index, test)
        if failure:
            failures.append(failure)
        index = failure.lines[1] if failure else index + 1
    return failures


def _failure_at(lines: Sequence[str], index: int, test: str) -> Failure | None:
    line = lines[index]
    if "panic: " in line and (found := PANIC.match(line)):
        return _crash(lines, index, "panic", found, test)
    if "fatal error: " in line and (found := FATAL.match(line)) and _is_go(lines, index, found["message"]):
        return _crash(lines, index, "fatal error", found, test)
    error = line_error(line, index + 1, LINES)
    return Failure(FORM, (error,), (index + 1, index + 1), LANGUAGE) if error else None


def _is_go(lines: Sequence[str], index: int, message: str) -> bool:
    """C compilers say "fatal error: " as well."""
    if FATAL_WORDS.match(message):
        return True
    return any(GOROUTINE.match(line) for line in lines[index + 1 : index + GOROUTINE_WITHIN])


def _crash(lines: Sequence[str], index: int, kind: str, found: re.Match[str], test: str) -> Failure:
    start = found.start("message")
    said = [(unquoted(lines[index], start, start - len(kind) - 2), index + 1)]
    notes: list[str] = []
    code, end = "", index + 1
    while end < len(lines) and not GOROUTINE.match(lines[end]):
        again, signal = NEXT_PANIC.match(lines[end]), SIGNAL.match(lines[end])
        if again:
            said.append((again["message"], end + 1))
        elif signal:
            code, notes = signal["code"], [*notes, lines[end].strip(" \t/")]
        elif lines[end].strip() or not _goroutine_below(lines, end):
            break
        end += 1
    frames, end = _frames(lines, end)
    errors = [
        Error(kind, RECOVERED.sub("", message), line, code=code, notes=tuple(notes), frames=frames)
        for message, line in reversed(said)
    ]
    return Failure(FORM, _distinct(errors), (index + 1, end), LANGUAGE, test=test)


def _goroutine_below(lines: Sequence[str], index: int) -> bool:
    return any(GOROUTINE.match(line) for line in lines[index + 1 : index + 3])


def _distinct(errors: Sequence[Error]) -> tuple[Error, ...]:
    """A panic that was recovered and raised again is printed twice."""
    kept = [error for place, error in enumerate(errors) if error.message not in [e.message for e in errors[:place]]]
    return as_chain(kept)


def _frames(lines: Sequence[str], start: int) -> tuple[tuple[Frame, ...], int]:
    """The frames of the first goroutine, and the index after the last goroutine."""
    frames: list[Frame] = []
    function, goroutines, index, end = "", 0, start, start
    while index < len(lines):
        line = lines[index]
        place, named = PLACE.match(line), _function(line)
        if GOROUTINE.match(line):
            goroutines += 1
        elif place and goroutines < 2:
            frames.append(Frame(place["file"], function, int(place["line"])))
        elif named:
            function = named
        elif not place and not TAIL.match(line):
            break
        index += 1
        end = index if line.strip() else end
    return tuple(frames), end


def _function(line: str) -> str:
    """ "main.serve" of "main.serve(0xc000, ...)", the creator of "created by main.start in goroutine 1"."""
    text = line.strip()
    if text.startswith("created by "):
        return text.removeprefix("created by ").split(" ")[0]
    name, bracket, _ = text.rpartition("(")
    return name if bracket and text.endswith(")") and " " not in name else ""


def _logged(lines: Sequence[str]) -> dict[str, list[int]]:
    """The lines that `go test -v` printed between "=== RUN test" and its end, by test."""
    by_test: dict[str, list[int]] = {}
    test = ""
    for index, line in enumerate(lines):
        now = TEST_NOW.match(line) if "===" in line else None
        test = now["test"] if now else test
        if test and not now and LOGGED.match(line):
            by_test.setdefault(test, []).append(index)
    return by_test


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
        frame = Frame(found["file"], "", int(found["line"]))
        yield Error("", message, line, notes=tuple(notes[:NOTES]), frames=(frame,))


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
