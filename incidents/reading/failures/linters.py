"""Type checkers and linters: mypy, pyright, Ruff, flake8, pylint and ESLint, one failure for each line they report."""

import re
from collections.abc import Sequence
from dataclasses import replace

from incidents.reading.failures.claims import read_in_turn
from incidents.reading.failures.extents import end_of_run, named_above
from incidents.reading.failures.frames import frame_of
from incidents.reading.failures.line_patterns import LinePattern, line_error, lone_failure
from incidents.reading.failures.recogniser import Recogniser
from incidents.reading.values import Error, Failure, Frame

FORM = "linter"
CUES = (".py", "--> ", "  error  ")

PLACE = r"^\s*(?P<file>(?:[A-Za-z]:)?[^\s:]+\.pyi?):(?P<line>\d+)"
LINES = (
    # shop/cart.py:7: error: Incompatible return value type (got "int", expected "str")  [return-value]
    LinePattern(
        ": error: ", re.compile(rf"{PLACE}(?::\d+)?: error: (?P<message>\S.*?)(?:  \[(?P<code>[a-z][a-z-]+)\])?$")
    ),
    # /srv/shop/cart.py:7:12 - error: Type "int" is not assignable to return type "str" (reportReturnType)
    LinePattern(
        " - error: ", re.compile(rf"{PLACE}:\d+ - error: (?P<message>\S.*?)(?: \((?P<code>report[A-Z]\w+)\))?$")
    ),
    # shop/cart.py:1:8: F401 [*] `os` imported but unused; pylint: shop/cart.py:1:0: E1101: Module 'x' has no 'y' member
    LinePattern(".py", re.compile(rf"{PLACE}:\d+: (?P<code>[A-Z]{{1,4}}\d{{3,4}}):? (?:\[\*\] )?(?P<message>\S.*)$")),
)
# Ruff's full output: the rule and what it says, the place below, then the source.
HEADED = re.compile(r"^(?P<code>[A-Z]{1,4}\d{3,4}|invalid-syntax):? (?:\[\*\] )?(?P<message>\S.*)$")
HEADED_PLACE = re.compile(r"^\s*--> (?P<file>\S+):(?P<line>\d+):\d+$")
SOURCE = re.compile(r"^\s*\d* ?\||^help: |^\s*\.\.\.$")
# ESLint: the file on a line of its own, below it "  12:5  error  'x' is not defined  no-undef"
ESLINT = re.compile(r"^\s+(?P<line>\d+):\d+\s+error\s+(?P<message>\S.*?)(?:\s{2,}(?P<code>[@\w/-]+))?$")
ESLINT_FILE = re.compile(r"^(?:[A-Za-z]:)?[^\s:]+\.(?:[cm]?[jt]sx?|vue|svelte|astro)$")


def recognise(lines: Sequence[str]) -> list[Failure]:
    """What checkers report of the sources, each line by itself."""
    files = named_above(lines, lambda line: line if ESLINT_FILE.match(line) else "")
    return read_in_turn(lines, lambda _, index: _failure_at(lines, index, files[index]))


def _failure_at(lines: Sequence[str], index: int, file: str) -> Failure | None:
    line = lines[index]
    if file and (found := ESLINT.match(line)):
        return lone_failure(_of_eslint(found, index + 1, file), "eslint", "javascript")
    place = HEADED_PLACE.match(lines[index + 1]) if index + 1 < len(lines) else None
    if place and (found := HEADED.match(line)):
        error = Error("", found["message"], index + 1, code=found["code"], frames=(frame_of(place),))
        return Failure(FORM, (error,), (index + 1, end_of_run(lines, index + 2, SOURCE.match)), "python")
    error = line_error(line, index + 1, LINES)
    return lone_failure(error, FORM, "python") if error else None


def _of_eslint(found: re.Match[str], number: int, file: str) -> Error:
    error = Error("", found["message"], number, code=found["code"] or "")
    return replace(error, frames=(Frame(file, "", int(found["line"])),))


RECOGNISER = Recogniser(FORM, CUES, recognise)
