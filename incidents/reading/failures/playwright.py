"""Playwright: numbered reports of failed browser tests with their retries, and its messages pasted alone."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from incidents.reading.failures.claims import claimed_lines
from incidents.reading.failures.extents import next_match
from incidents.reading.failures.javascript_tests import read_test_block
from incidents.reading.failures.line_patterns import LinePattern, line_failures
from incidents.reading.failures.recogniser import Recogniser
from incidents.reading.values import Error, Failure

FORM, LANGUAGE = "playwright", "javascript"
CUES = (" › ", "strict mode violation", "net::ERR_", "locator", "browserType", "page.", "Executable doesn't exist")

TITLE = re.compile(r"^\s+\d+\) (?P<test>(?:\[[^\]]+\] › )?\S+?\.[cm]?[jt]sx?:\d+:\d+ › .*)$")
RULE = re.compile(r"[\s─]+$")
PLACE = re.compile(r"^(?:\[[^\]]+\] › )?(?P<file>\S+?):\d+:\d+ › ")
RETRY = re.compile(r"^\s+Retry #\d+ ─")
SUMMARY = re.compile(r"^\s+\d+ (?:failed|flaky|passed|skipped|did not run|interrupted)\b")
# "locator.click: Error: strict mode violation ..." says which call failed, then what happened.
CALL = re.compile(
    r"^(?P<call>(?:locator|page|frame|browser|browserType|browserContext|elementHandle|expect|apiRequestContext|worker)"
    r"\.[\w$.]+): (?:Error: )?"
)
NET_ERROR = re.compile(r"\bnet::(ERR_[A-Z_]+)")

LINES = (
    LinePattern(
        "strict mode violation", re.compile(r"(?:(?P<type>Error): )?(?P<message>[Ss]trict mode violation\b.*)$")
    ),
    LinePattern("Executable doesn't exist", re.compile(r"(?P<message>Executable doesn't exist at .+)$")),
    LinePattern("net::ERR_", re.compile(r"(?:(?P<type>Error): )?(?P<message>(?:page\.\w+: )?net::ERR_.+)$")),
    LinePattern(
        "exceeded",
        re.compile(
            r"(?:(?P<type>TimeoutError|Error): )?"
            r"(?P<message>(?:(?:locator|page|frame)\.\w+: )?(?:Test t|\bT)imeout (?:of )?\S{1,9}ms exceeded.*)$"
        ),
    ),
    LinePattern("expect(", re.compile(r"(?:(?P<type>Error): )(?P<message>expect\(.+\) failed.*)$")),
)


def recognise(lines: Sequence[str]) -> list[Failure]:
    """The failed tests in `lines`, retries counted, and the messages that stand outside of any report."""
    failures = list(_reports(lines))
    alone = line_failures(lines, LINES, FORM, LANGUAGE, taken=claimed_lines(failures))
    return sorted([*failures, *map(_of_call, alone)], key=lambda failure: failure.lines)


def _reports(lines: Sequence[str]) -> Iterator[Failure]:
    index = 0
    while index < len(lines):
        title = TITLE.match(lines[index]) if " › " in lines[index] else None
        if not title:
            index += 1
            continue
        end = next_match(lines, index + 1, TITLE, SUMMARY)
        yield from _report(lines, index, end, RULE.sub("", title["test"]))
        index = end


def _report(lines: Sequence[str], index: int, end: int, test: str) -> Iterator[Failure]:
    retries = [at for at in range(index + 1, end) if RETRY.match(lines[at])]
    errors = read_test_block(lines, index + 1, retries[0] if retries else end)
    if not errors:
        return
    failure = Failure(
        form=FORM,
        errors=errors,
        lines=(index + 1, end),
        language=LANGUAGE,
        test=_without_columns(test),
        phase="call",
        count=1 + len(retries),
    )
    yield _of_call(failure)


def _without_columns(test: str) -> str:
    """`test` without line and column, which change whenever somebody edits the file."""
    place = PLACE.match(test)
    return f"{place['file']} › {test[place.end() :]}" if place else test


def _of_call(failure: Failure) -> Failure:
    return replace(failure, errors=tuple(_without_call(error) for error in failure.errors))


def _without_call(error: Error) -> Error:
    """`error` with the failing call as a note, so that its message is what happened; net::ERR_… becomes the code."""
    call, net = CALL.match(error.message), NET_ERROR.search(error.message)
    code = net[1] if net else error.code
    if not call:
        return replace(error, message=error.message.removesuffix(":"), code=code)
    message = error.message[call.end() :].removesuffix(":")
    return replace(error, message=message, code=code, notes=(call["call"], *error.notes))


RECOGNISER = Recogniser(FORM, CUES, recognise)
