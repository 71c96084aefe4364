"""node:test and other TAP producers: "not ok" with its YAML, and the tree of the spec reporter."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from incidents.reading.failures.extents import indent_of
from incidents.reading.failures.javascript_stacks import HEADER, read_frame, read_header
from incidents.reading.failures.javascript_tests import read_test_block
from incidents.reading.failures.recogniser import Recogniser
from incidents.reading.values import Error, Failure, Frame

FORM, LANGUAGE = "node_test", "javascript"
CUES = ("not ok ", "✖ ")

NOT_OK = re.compile(r"^(?P<indent>\s*)not ok(?: \d+)?(?: - (?P<name>.*?))?$")
EXPECTED = re.compile(r"\s# (?:SKIP|TODO)\b.*$", re.IGNORECASE)
SUBTEST = re.compile(r"^(?P<indent>\s*)# Subtest: (?P<name>.+)$")
KEY = re.compile(r"^(?P<key>\w+): ?(?P<value>.*)$")
# A parent fails because a child did; its own report says nothing more.
ONLY_CHILDREN = re.compile(r"^\d+ subtests? failed$")
SPEC_TITLE = re.compile(r"^(?P<indent>\s*)✖ (?P<name>\S.*?) \([\d.]+ ?m?s\)$")
SPEC_PARENT = re.compile(r"^(?P<indent>\s*)▶ (?P<name>\S.*?)(?: \([\d.]+ ?m?s\))?$")


def recognise(lines: Sequence[str]) -> list[Failure]:
    """The failed tests in `lines`; a test's name is written with those of its parents before it."""
    return [*_tap(lines), *_spec(lines)]


def _tap(lines: Sequence[str]) -> list[Failure]:
    failures: list[Failure] = []
    parents: dict[int, str] = {}
    for index, line in enumerate(lines):
        subtest = SUBTEST.match(line) if "# Subtest" in line else None
        if subtest:
            depth = len(subtest["indent"])
            parents = {at: name for at, name in parents.items() if at < depth} | {depth: subtest["name"]}
        failed = NOT_OK.match(line) if "not ok" in line else None
        if failed and not EXPECTED.search(line):
            depth = len(failed["indent"])
            above = [name for at, name in sorted(parents.items()) if at < depth]
            _take(failures, _tap_failure(lines, index, " > ".join([*above, failed["name"] or ""])))
    return failures


def _take(failures: list[Failure], failure: Failure) -> None:
    """Append `failure`; one that only repeats that a child failed lengthens the child's instead."""
    if failures and ONLY_CHILDREN.match(failure.errors[0].message):
        failures[-1] = replace(failures[-1], lines=(failures[-1].lines[0], failure.lines[1]))
    else:
        failures.append(failure)


def _tap_failure(lines: Sequence[str], index: int, test: str) -> Failure:
    fields, end = _yaml(lines, index + 1)
    message, line = fields.get("error", (test, index + 1))
    first, *notes = [part for part in message.split("\n") if part.strip()] or [test]
    header = read_header(first, line) if HEADER.match(first) else None
    code = _plain(fields, "code")
    error = Error(
        type=header.type if header else _plain(fields, "name"),
        message=header.message if header else first,
        line=line,
        code="" if code == "ERR_TEST_FAILURE" else code,
        notes=tuple(notes),
        frames=tuple(_frames(_plain(fields, "stack"))),
    )
    return Failure(FORM, (error,), (index + 1, end), LANGUAGE, test=test, phase="call")


def _frames(stack: str) -> Iterator[Frame]:
    for line in stack.split("\n"):
        frame = read_frame(line if line.lstrip().startswith("at ") else f"at {line.strip()}")
        if frame:
            yield frame


def _plain(fields: dict[str, tuple[str, int]], key: str) -> str:
    return fields.get(key, ("", 0))[0]


def _yaml(lines: Sequence[str], start: int) -> tuple[dict[str, tuple[str, int]], int]:
    """The fields of the YAML block at `start`, each with the line of its text, and the index after the block."""
    fields: dict[str, tuple[str, int]] = {}
    if start >= len(lines) or lines[start].strip() != "---":
        return fields, start
    indent, key = indent_of(lines[start]), ""
    for index in range(start + 1, len(lines)):
        line = lines[index]
        if line.strip() == "..." and indent_of(line) <= indent:
            return fields, index + 1
        field = KEY.match(line[indent:]) if indent_of(line) == indent else None
        if field:
            key = field["key"]
            fields[key] = (_scalar(field["value"]), index + 1)
        elif key:
            fields[key] = _continued(fields[key], line, index + 1)
    return fields, len(lines)


def _scalar(value: str) -> str:
    if value in ("|-", "|", ">-", ">"):
        return ""
    return value[1:-1].replace("''", "'") if value[:1] in "'\"" and value[-1:] == value[:1] else value


def _continued(field: tuple[str, int], line: str, number: int) -> tuple[str, int]:
    text, first = field
    return (f"{text}\n{line.strip()}", first) if text else (line.strip(), number)


def _spec(lines: Sequence[str]) -> Iterator[Failure]:
    parents: dict[int, str] = {}
    for index, line in enumerate(lines):
        parent = SPEC_PARENT.match(line) if "▶" in line else None
        title = SPEC_TITLE.match(line) if "✖" in line else None
        if parent:
            depth = len(parent["indent"])
            parents = {at: name for at, name in parents.items() if at < depth} | {depth: parent["name"]}
        if title:
            above = [name for at, name in sorted(parents.items()) if at < len(title["indent"])]
            yield from _spec_failure(lines, index, " > ".join([*above, title["name"]]))


def _spec_failure(lines: Sequence[str], index: int, test: str) -> Iterator[Failure]:
    depth, end = indent_of(lines[index]), index + 1
    while end < len(lines) and (not lines[end].strip() or indent_of(lines[end]) > depth):
        if SPEC_TITLE.match(lines[end]):
            return
        end += 1
    errors = read_test_block(lines, index + 1, end)
    if errors:
        first = index if index and lines[index - 1].lstrip().startswith("test at ") else index + 1
        yield Failure(FORM, _unquoted(errors), (first, end), LANGUAGE, test=test, phase="call")


def _unquoted(errors: tuple[Error, ...]) -> tuple[Error, ...]:
    first = errors[0]
    plain = first.message.strip("'") if not first.type else first.message
    return (replace(first, message=plain), *errors[1:])


RECOGNISER = Recogniser(FORM, CUES, recognise)
