"""The report of unittest and of Django's test runner: a headed traceback for each failed test."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from incidents.reading.failures.python_traceback import in_order, next_start, read_chain
from incidents.reading.failures.recogniser import Recogniser
from incidents.reading.values import Error, Failure

HEAD = re.compile(r"(?P<word>ERROR|FAIL|UNEXPECTED SUCCESS): (?P<test>\S.*)")
DOUBLE, SINGLE = "=" * 40, "-" * 40
NAMED = re.compile(r"(?P<name>\S+) \((?P<path>[\w.]+)\)(?: ?(?P<subtest>[\[(].*[\])]))?$")
PHASES = {"setUpClass": "setup", "setUpModule": "setup", "tearDownClass": "teardown", "tearDownModule": "teardown"}


def recognise(lines: Sequence[str]) -> list[Failure]:
    """One failure for each headed block between two double lines."""
    return list(_blocks(lines))


def _blocks(lines: Sequence[str]) -> Iterator[Failure]:
    heads = [
        index for index in range(1, len(lines)) if lines[index - 1].startswith(DOUBLE) and HEAD.match(lines[index])
    ]
    for head, following in pairwise([*heads, len(lines)]):
        end = _end_of_block(lines, head, following)
        errors = _errors(lines[head:end])
        if not errors:
            continue
        match = HEAD.match(lines[head])
        test, phase = _named(match["test"].strip())
        placed = tuple(replace(error, line=error.line + head) for error in errors)
        yield Failure("unittest", placed, (head + 1, end), language="python", test=test, phase=phase)


def _end_of_block(lines: Sequence[str], head: int, following: int) -> int:
    """The block ends at the next double line, or at the single line above the totals."""
    for index in range(head + 2, min(following, len(lines))):
        if lines[index].startswith(DOUBLE):
            return index
        if lines[index].startswith(SINGLE) and index + 1 < len(lines) and lines[index + 1].startswith("Ran "):
            return index
    return following


def _errors(block: Sequence[str]) -> tuple[Error, ...]:
    found: list[Error] = []
    index = next_start(block, 0)
    while index < len(block):
        chain = read_chain(block, index)
        role = "captured" if found else ""
        found += [replace(error, role=role or error.role) for error in in_order(chain.errors)]
        index = next_start(block, max(chain.end, index + 1))
    return tuple(found)


def _named(head: str) -> tuple[str, str]:
    """The test's dotted id with its subtest; Python 3.11 repeats the method in the brackets, older ones do not."""
    match = NAMED.match(head)
    if not match:
        return head, "call"
    name, path = match["name"], match["path"]
    if name in PHASES:
        return path, PHASES[name]
    test = path if path.endswith(f".{name}") else f"{path}.{name}"
    return (f"{test} {match['subtest']}" if match["subtest"] else test), "call"


RECOGNISER = Recogniser("unittest", ("ERROR: ", "FAIL: "), recognise)
