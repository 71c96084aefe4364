"""Maven and Gradle: failed tests with their stacks, failed goals and tasks, compiler and dependency errors."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from incidents.reading.failures.chains import as_chain
from incidents.reading.failures.claims import claimed_lines
from incidents.reading.failures.extents import end_of_run, indent_of, next_match
from incidents.reading.failures.java_stacks import read_header, read_stack
from incidents.reading.failures.line_patterns import LinePattern, line_failures
from incidents.reading.failures.recogniser import Recogniser
from incidents.reading.values import Error, Failure

LANGUAGE = "java"
NOTES = 20
CUES = ("<<< ", "[ERROR]", "What went wrong:", " FAILED", "BUILD FAILURE")

# "[ERROR] CartTest.total -- Time elapsed: 0.01 s <<< FAILURE!" and, before Surefire 3, "total(CartTest)  Time elapsed"
SUREFIRE = re.compile(
    r"^(?:\[ERROR\] )?\s*(?P<test>[\w$.]+(?:\([\w$.]+\)|\[[^\]]*\])?)\s+(?:--\s+)?"
    r"Time elapsed: .+<<< (?:FAILURE|ERROR)!"
)
METHOD_FIRST = re.compile(r"^(?P<method>[\w$]+)\((?P<type>[\w$.]+)\)$")
# "[ERROR]   CartTest.total:2 expected:<3> but was:<4>", "CartTest.size:2 » NullPointer Cannot invoke ..."
SUMMARY = re.compile(
    r"^(?:\[ERROR\] )?\s*(?P<test>[\w$]+\.[\w$]+)(?::\d+)?(?:->[\w$.]+(?::\d+)?)* "
    r"(?:» (?P<type>\S+)\s?)?(?P<message>\S.*)$"
)
SUMMARY_HEAD = re.compile(r"^(?:\[ERROR\] )?\s*(?:Failures|Errors|Failed tests|Tests in error):\s*$")
# What stands above the failures of a class and of the summary, and below them.
COUNT = re.compile(r"^\[ERROR\]\s+(?:Tests run: \d|Failures:\s*$|Errors:\s*$|Failed tests:\s*$|Tests in error:\s*$)")
GRADLE_TEST = re.compile(r"^(?P<test>[\w$.]+ > .+?) FAILED$")
WENT_WRONG = re.compile(r"^\* What went wrong:")
GRADLE_END = re.compile(r"^(?:\* (?:Try|Exception is|Get more help)|={5,}|BUILD FAILED|-{5,}$)")
GRADLE_CAUSE = re.compile(r"^\s*> (?P<message>\S.*)$")

LINES = (
    LinePattern(
        "[ERROR]",
        re.compile(r"^\[ERROR\] (?P<file>\S+\.(?:java|kt|scala)):\[(?P<line>\d+),\d+\] (?:error: )?(?P<message>.+)$"),
    ),
    LinePattern(
        "Failed to execute goal",
        re.compile(r"(?P<message>Failed to execute goal .+?)(?: -> \[Help 1\])?$"),
    ),
    LinePattern("Non-resolvable", re.compile(r"(?P<message>Non-resolvable (?:parent|import) POM.+)$")),
    LinePattern(
        "[ERROR] ",
        re.compile(r"^\[ERROR\]\s+(?:\[ERROR\] )?(?P<message>(?:Unknown lifecycle|No plugin found|Could not ).+)$"),
    ),
)
ADVICE = re.compile(
    r"^\[ERROR\]\s*(?:$|-> \[Help|To see the full|Re-run Maven|For more information|\[Help \d|After correcting|mvn )"
)
GOAL = re.compile(r"^Failed to execute goal \S+(?: \([^)]*\))? on project (?P<project>[\w.-]+): (?P<cause>.+)$")
# Surefire's goal fails because tests did, the compiler's because of the errors listed above it.
FOLLOWS = re.compile(r"There (?:are|were) (?:test failures|failing tests)|Compilation failure|COMPILATION ERROR")


def recognise(lines: Sequence[str]) -> list[Failure]:
    """Failed tests first where a report names them, then what the build says; nothing that only follows from them."""
    tests = [*_surefire(lines), *_gradle_tests(lines)]
    taken = claimed_lines(tests)
    named = {failure.test.rpartition(".")[2] for failure in tests}
    builds = [*_gradle_builds(lines), *_maven_lines(lines, taken)]
    told = [*tests, *builds, *(one for one in _summaries(lines) if one.test.rpartition(".")[2] not in named)]
    causes = [failure for failure in told if not _only_follows(failure)] or told
    repeated = [replace(failure, errors=()) for failure in (*_summaries(lines), *builds) if failure not in causes]
    counts = [Failure("maven", (), (number, number)) for number, line in enumerate(lines, 1) if COUNT.match(line)]
    return sorted([*causes, *(repeated + counts if causes else ())], key=lambda failure: failure.lines)


def _only_follows(failure: Failure) -> bool:
    return any(FOLLOWS.search(error.message) for error in failure.errors)


def _surefire(lines: Sequence[str]) -> Iterator[Failure]:
    for index, line in enumerate(lines):
        title = SUREFIRE.match(line) if "<<<" in line else None
        if title and index + 1 < len(lines) and not title["test"].startswith("Tests"):
            yield from _test(lines, index, _test_name(title["test"]))


def _test_name(name: str) -> str:
    old = METHOD_FIRST.match(name)
    return f"{old['type']}.{old['method']}" if old else name


def _gradle_tests(lines: Sequence[str]) -> Iterator[Failure]:
    for index, line in enumerate(lines):
        title = GRADLE_TEST.match(line) if line.endswith(" FAILED") else None
        if title and index + 1 < len(lines):
            yield from _test(lines, index, title["test"])


def _test(lines: Sequence[str], index: int, test: str) -> Iterator[Failure]:
    """The failure of the test whose title is `lines[index]`: the stack below it, or only its first line."""
    stack = read_stack(lines, index + 1)
    if stack:
        errors, end = stack
    else:
        header = read_header(lines[index + 1], index + 2, frames_follow=True)
        errors, end = ((header.closed(),) if header else (), index + 2)
    if errors:
        yield Failure("junit_console", errors, (index + 1, end), LANGUAGE, test=test, phase="call")


def _summaries(lines: Sequence[str]) -> Iterator[Failure]:
    in_summary = False
    for number, line in enumerate(lines, start=1):
        in_summary = bool(SUMMARY_HEAD.match(line)) or (in_summary and bool(line.strip()))
        found = SUMMARY.match(line) if in_summary else None
        if found and found["test"].split(".")[0] not in ("Tests", "Failures"):
            error = Error(found["type"] or "", found["message"], number, cut=True)
            yield Failure("junit_console", (error,), (number, number), LANGUAGE, test=found["test"], phase="call")


def _maven_lines(lines: Sequence[str], taken: set[int]) -> Iterator[Failure]:
    for failure in line_failures(lines, LINES, "maven", LANGUAGE, taken=taken):
        first, last = failure.lines
        yield replace(failure, errors=_goal(failure.errors[0]), lines=(first, end_of_run(lines, last, ADVICE.match)))


def _goal(error: Error) -> tuple[Error, ...]:
    """A failed goal as a chain: that it failed, and behind the project's name why."""
    goal = GOAL.match(error.message)
    if not goal:
        return (error,)
    outer = replace(error, message=error.message[: goal.start("cause")].removesuffix(": "))
    return as_chain((outer, replace(error, message=goal["cause"])))


def _gradle_builds(lines: Sequence[str]) -> Iterator[Failure]:
    for index in (index for index, line in enumerate(lines) if WENT_WRONG.match(line)):
        end = next_match(lines, index + 1, GRADLE_END, WENT_WRONG)
        errors = _went_wrong(lines, index + 1, end)
        if errors:
            yield Failure("gradle", errors, (index + 1, end), LANGUAGE)


def _went_wrong(lines: Sequence[str], first: int, last: int) -> tuple[Error, ...]:
    """What failed, then its causes: each stands behind ">", deeper than the one before."""
    errors: list[Error] = []
    depth = -1
    for index in (index for index in range(first, last) if lines[index].strip()):
        line = lines[index]
        cause = GRADLE_CAUSE.match(line) if indent_of(line) > depth else None
        depth = indent_of(line) if cause else depth
        if cause or not errors:
            errors.append(Error("", cause["message"] if cause else line.strip(), index + 1))
        else:
            errors[-1] = replace(errors[-1], notes=(*errors[-1].notes, line.strip())[:NOTES])
    return as_chain(errors)


RECOGNISER = Recogniser("maven_gradle", CUES, recognise)
