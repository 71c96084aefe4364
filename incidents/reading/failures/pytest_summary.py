"""The last lines of a pytest run, one for each failed test, cut at the width of the terminal."""

import re
from collections.abc import Sequence

from incidents.reading.failures.error_line import is_exception_name, make_error, read_type_line
from incidents.reading.failures.recogniser import Recogniser
from incidents.reading.values import Error, Failure

CUES = ("FAILED", "ERROR ", "SUBFAIL", "crashed while running")
LINE = re.compile(
    r"(?P<word>FAILED|ERROR|SUBFAIL(?:ED)?(?:\((?P<parameters>[^\n]{0,300}?)\)|\[[^\n\]]{0,300}\])?),? (?P<rest>\S.*)"
)
TEST = re.compile(r"\S*?(?:\.py|::)\S*|gw\d{1,4}$|gw\d{1,4} ")
# Under xdist -v the progress lines repeat the word: "[gw0] [ 11%] FAILED test_a.py::test_b".
PROGRESS = re.compile(r"(?:\[gw\d{1,4}\] )?(?:\[ *\d{1,3}%\] )?")
CRASHED = re.compile(r"worker 'gw\d{1,4}' crashed while running '(?P<test>[^'\n]{1,500})'")
# A narrow terminal leaves the beginning of the type's name, and nothing of what it says.
CUT_NAME = re.compile(r"[\w.]*\.{3}")
SOURCE = re.compile(r'\s*+File "')


def recognise(lines: Sequence[str]) -> list[Failure]:
    """One failure for each line of the short summary; its message is evidence by prefix only where it is cut."""
    told = ((number, line) for number, line in enumerate(lines, 1) if any(cue in line for cue in CUES))
    return [failure for number, line in told if (failure := _read(line, number))]


def _read(line: str, number: int) -> Failure | None:
    line = line[PROGRESS.match(line).end() :]
    if crash := CRASHED.match(line):
        errors = (make_error("", line.strip(), number),)
        return Failure("pytest_crash", errors, (number, number), language="python", test=crash["test"], phase="call")
    match = LINE.match(line)
    if not match or not TEST.match(match["rest"]):
        return None
    test, text = _parted(match["rest"].rstrip())
    if match["parameters"]:
        test = f"{test} ({match['parameters']})"
    phase = "" if match["word"] == "ERROR" else "call"
    error = _error(text, line, number)
    return Failure("pytest_summary", (error,), (number, number), language="python", test=test, phase=phase)


def _parted(rest: str) -> tuple[str, str]:
    """The test's id and what is said of it; an id in brackets may itself hold spaces and ` - `."""
    at = rest.find("] - ") + 1 if "[" in rest.split(" - ", maxsplit=1)[0] else rest.find(" - ")
    if at > 0:
        return rest[:at].strip(), rest[at + 3 :].strip()
    return (rest, "") if "[" in rest else (rest.split(" ", maxsplit=1)[0], "")


def _error(text: str, line: str, number: int) -> Error:
    """Without a message the line itself stands for it, as cut: the test is named, the error is not."""
    if not text or SOURCE.match(text) or CUT_NAME.fullmatch(text):
        return make_error("", line.strip(), number, cut=True)
    cut = text.endswith("...")
    found = read_type_line(text.removesuffix("..."))
    if found and is_exception_name(found[0]):
        return make_error(found[0], found[1], number, cut=cut)
    return make_error("", text.removesuffix("...") if cut else text, number, cut=cut)


RECOGNISER = Recogniser("pytest_summary", CUES, recognise)
