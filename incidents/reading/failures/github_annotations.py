"""The annotations a job leaves on GitHub: `::error file=…,line=…::message`, decoded by the cleaning."""

import re
from collections.abc import Sequence

from incidents.reading.failures.error_line import is_exception_name, make_error, read_type_line
from incidents.reading.failures.generic import recognise_sure
from incidents.reading.failures.recogniser import Recogniser
from incidents.reading.values import Error, Failure, Frame

COMMAND = re.compile(r"::error(?: (?P<properties>[^\n]{0,600}?))?::(?P<first>.*)")
PROPERTY = re.compile(r"(file|line|title)=([^,]*+)")
TEST = re.compile(r"(?:test_\S.*|(?:[A-Z]\w*\.)*+test\w*+(?:\[.*\])?)$")


def recognise(lines: Sequence[str]) -> list[Failure]:
    """One failure for each annotation; where pytest wrote it, its first line is the test's name."""
    return [failure for index, line in enumerate(lines) if (failure := _read(lines, index, line))]


def _read(lines: Sequence[str], index: int, line: str) -> Failure | None:
    match = COMMAND.match(line)
    if not match:
        return None
    end = index + 1
    while end < len(lines) and lines[end].strip() and not COMMAND.match(lines[end]):
        end += 1
    properties = dict(PROPERTY.findall(match["properties"] or ""))
    test = match["first"].strip() if end > index + 1 and TEST.match(match["first"]) else ""
    start = index + 1 if test else index
    texts = [match["first"] if number == index else lines[number] for number in range(start, end)]
    errors = _errors(texts, start, properties)
    if not errors:
        return None
    test = f"{properties['file']}::{test}" if test and properties.get("file") else test
    return Failure(
        "github_annotation", errors, (index + 1, end), language="python" if test else "", test=test, phase="call"
    )


def _errors(texts: list[str], start: int, properties: dict[str, str]) -> tuple[Error, ...]:
    at = next((index for index, text in enumerate(texts) if _is_error(text)), 0)
    text = texts[at].strip() if texts else ""
    if not text:
        return ()
    frame = _frame(properties)
    found = read_type_line(text)
    if not found or not is_exception_name(found[0]):
        sure = recognise_sure([text])
        found = (sure[0].errors[0].type, sure[0].errors[0].message) if sure else ("", text)
    notes = tuple(text.strip() for text in texts[at + 1 :])[:12]
    return (make_error(*found, start + at + 1, notes=notes, frames=frame),)


def _is_error(text: str) -> bool:
    found = read_type_line(text)
    return found is not None and is_exception_name(found[0])


def _frame(properties: dict[str, str]) -> tuple[Frame, ...]:
    line = properties.get("line", "")
    return (Frame(properties["file"], "", int(line) if line.isdecimal() else 0),) if "file" in properties else ()


RECOGNISER = Recogniser("github_annotation", ("::error",), recognise)
