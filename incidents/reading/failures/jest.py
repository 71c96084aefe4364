"""Jest and Vitest: the reports of failed tests, of suites that could not be loaded, and their messages pasted alone."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from incidents.reading.failures.claims import claimed_lines
from incidents.reading.failures.extents import end_of_run, named_above, next_match
from incidents.reading.failures.javascript_tests import read_test_block
from incidents.reading.failures.line_patterns import LinePattern, line_failures
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
    alone = line_failures(lines, LINES, "jest", LANGUAGE, taken=claimed_lines(failures))
    return sorted([*failures, *alone], key=lambda failure: failure.lines)


def _jest(lines: Sequence[str]) -> Iterator[Failure]:
    files = named_above(lines, _failed_file)
    for index, line in enumerate(lines):
        title = TITLE.match(line) if "●" in line else None
        if title and not NO_FAILURE.match(title["title"]):
            yield from _jest_failure(lines, index, title["title"].strip(), files[index])


def _failed_file(line: str) -> str:
    named = FILE.match(line) if "FAIL" in line else None
    return named["file"] if named else ""


def _jest_failure(lines: Sequence[str], index: int, title: str, file: str) -> Iterator[Failure]:
    end = next_match(lines, index + 1, TITLE, SUMMARY, OTHER_FILE)
    errors = read_test_block(lines, index + 1, end)
    if not errors:
        return
    in_suite = title == "Test suite failed to run"
    first = index if index and FILE.match(lines[index - 1]) else index + 1
    yield Failure(
        form="jest",
        errors=errors,
        lines=(first, end_of_run(lines, end, SUMMARY.match)),
        language=LANGUAGE,
        test=file if in_suite else title,
        phase="collection" if in_suite else "call",
    )


def _vitest(lines: Sequence[str]) -> Iterator[Failure]:
    index = 0
    while index < len(lines):
        titles = _vitest_titles(lines, index)
        index += len(titles)
        if titles:
            end = next_match(lines, index, VITEST_RULE, VITEST_TITLE)
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


RECOGNISER = Recogniser("jest", CUES, recognise)
