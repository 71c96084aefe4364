"""Jest and Vitest: the reports of failed tests, of suites that could not be loaded, and their messages pasted alone."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from incidents.reading.failures.javascript_tests import read_test_block
from incidents.reading.failures.line_patterns import LinePattern, line_error
from incidents.reading.failures.recogniser import Recogniser
from incidents.reading.values import Failure

LANGUAGE = "javascript"
CUES = ("● ", "FAIL", "⎯⎯⎯", "Test timed out in ", "Exceeded timeout of ", "Jest ")

TITLE = re.compile(r"^\s{0,4}● (?P<title>\S.*)$")
NO_FAILURE = re.compile(r"^(?:Console|Cannot log after tests are done\b.*|.*Warning:?)$")
FILE = re.compile(r"^\s*FAIL\s+(?P<file>\S+\.[cm]?[jt]sx?)\b")
SUMMARY = re.compile(r"^(?:Test Suites:|Tests:|Snapshots:|Time:|Ran all test suites|Summary of all failing tests)")
OTHER_FILE = re.compile(r"^\s*(?:PASS|FAIL)\s+\S")
VITEST_TITLE = re.compile(
    r"^\s*FAIL\s+(?P<test>(?:\|[^|]+\| )?\S+\.[cm]?[jt]sx?(?: > \S.*| \[ \S+ \])|(?:\|[^|]+\| )?\S+ > \S.*)$"
)
VITEST_RULE = re.compile(r"^\s*⎯{3,}")
VITEST_FILE_TWICE = re.compile(r" \[ \S+ \]$")

LINES = (
    LinePattern("Exceeded timeout of", re.compile(r"(?P<message>Exceeded timeout of .+)$")),
    LinePattern("Jest encountered", re.compile(r"(?P<message>Jest encountered an unexpected token.*)$")),
    LinePattern("Test timed out", re.compile(r"(?:(?P<type>Error): )?(?P<message>Test timed out in .+)$")),
    LinePattern("Jest: ", re.compile(r"^\s*Jest: (?P<message>\S.+)$")),
)


def recognise(lines: Sequence[str]) -> list[Failure]:
    """The failed tests and suites in `lines`; a message that stands outside of any report comes as one of its own."""
    failures = [*_jest(lines), *_vitest(lines)]
    taken = {number for failure in failures for number in range(failure.lines[0], failure.lines[1] + 1)}
    return sorted([*failures, *_alone(lines, taken)], key=lambda failure: failure.lines)


def _jest(lines: Sequence[str]) -> Iterator[Failure]:
    file = ""
    for index, line in enumerate(lines):
        named = FILE.match(line) if "FAIL" in line else None
        file = named["file"] if named else file
        title = TITLE.match(line) if "●" in line else None
        if title and not NO_FAILURE.match(title["title"]):
            yield from _jest_failure(lines, index, title["title"].strip(), file)


def _jest_failure(lines: Sequence[str], index: int, title: str, file: str) -> Iterator[Failure]:
    end = _end_of_jest_block(lines, index + 1)
    errors = read_test_block(lines, index + 1, end)
    if not errors:
        return
    in_suite = title == "Test suite failed to run"
    first = index if index and FILE.match(lines[index - 1]) else index + 1
    yield Failure(
        form="jest",
        errors=errors,
        lines=(first, _after_summary(lines, end)),
        language=LANGUAGE,
        test=file if in_suite else title,
        phase="collection" if in_suite else "call",
    )


def _end_of_jest_block(lines: Sequence[str], start: int) -> int:
    for index in range(start, len(lines)):
        if TITLE.match(lines[index]) or SUMMARY.match(lines[index]) or OTHER_FILE.match(lines[index]):
            return index
    return len(lines)


def _after_summary(lines: Sequence[str], end: int) -> int:
    while end < len(lines) and SUMMARY.match(lines[end]):
        end += 1
    return end


def _vitest(lines: Sequence[str]) -> Iterator[Failure]:
    index = 0
    while index < len(lines):
        titles = _vitest_titles(lines, index)
        index += len(titles)
        if titles:
            end = _end_of_vitest_block(lines, index)
            yield from _vitest_failure(lines, index, end, titles)
            index = end
        else:
            index += 1


def _vitest_titles(lines: Sequence[str], start: int) -> list[str]:
    """The titles on the lines from `start` on: Vitest prints an error that several tests share only once."""
    titles = []
    for index in range(start, len(lines)):
        title = VITEST_TITLE.match(lines[index]) if "FAIL" in lines[index] else None
        if not title:
            break
        titles.append(VITEST_FILE_TWICE.sub("", title["test"]))
    return titles


def _end_of_vitest_block(lines: Sequence[str], start: int) -> int:
    for index in range(start, len(lines)):
        if VITEST_RULE.match(lines[index]) or VITEST_TITLE.match(lines[index]):
            return index
    return len(lines)


def _vitest_failure(lines: Sequence[str], start: int, end: int, titles: list[str]) -> Iterator[Failure]:
    errors = read_test_block(lines, start, end)
    if not errors:
        return
    failure = Failure(
        form="vitest",
        errors=errors,
        lines=(start - len(titles) + 1, end),
        language=LANGUAGE,
        test=titles[0],
        phase="call" if " > " in titles[0] else "collection",
    )
    yield replace(failure, tests=tuple(titles), count=len(titles)) if len(titles) > 1 else failure


def _alone(lines: Sequence[str], taken: set[int]) -> Iterator[Failure]:
    for number, line in enumerate(lines, start=1):
        error = None if number in taken else line_error(line, number, LINES)
        if error:
            yield Failure("jest", (error,), (number, number), LANGUAGE)


RECOGNISER = Recogniser("jest", CUES, recognise)
