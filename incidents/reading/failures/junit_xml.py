"""JUnit's XML, whole or torn out of a log, read as it streams in and without entities or document types."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from xml.parsers import expat

from incidents.reading.failures.error_line import is_exception_name, make_error, read_type_line
from incidents.reading.failures.pytest_report import read_body
from incidents.reading.failures.recogniser import Recogniser
from incidents.reading.values import Error, Failure

OPENING = re.compile(r"<(?:testsuites?|testcase)[\s>]")
DECLARATION = re.compile(r"<\?xml[^>]{0,200}\?>")
SHELL = re.compile(r'failed on (?P<phase>setup|teardown) with "(?P<text>.*?)"?$', re.S)
CAUSED = re.compile(r"\s*+Caused by: (?P<text>.*)")
FAULTS = ("failure", "error", "rerunFailure", "flakyFailure")
MAX_TEXT = 200_000


@dataclass
class Fault:
    """One <failure> or <error> while it is being read."""

    tag: str
    attributes: dict[str, str]
    case: dict[str, str]
    line: int
    texts: list[str] = field(default_factory=list)


@dataclass
class Reading:
    """What the parser has seen so far; `last` is the line of the last closed element."""

    case: dict[str, str] = field(default_factory=dict)
    fault: Fault | None = None
    faults: list[Fault] = field(default_factory=list)
    last: int = 0


def recognise(lines: Sequence[str]) -> list[Failure]:
    """One failure for each <failure> and <error>; a torn report gives those that are whole.

    The report is read inside an element of our own, where XML allows no document type and so no entities.
    """
    first = next((index for index, line in enumerate(lines) if OPENING.search(line)), None)
    if first is None:
        return []
    reading = _read_xml("\n".join(lines[first:]))
    return [failure for fault in reading.faults if (failure := _failure(fault, first))]


def _read_xml(text: str) -> Reading:
    reading = Reading()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda tag, attributes: _open(reading, parser, tag, attributes)
    parser.EndElementHandler = lambda tag: _close(reading, parser, tag)
    parser.CharacterDataHandler = lambda part: reading.fault.texts.append(part) if reading.fault else None
    start = OPENING.search(text).start()
    try:
        parser.Parse("<report>" + DECLARATION.sub("", text[start:]), False)
    except expat.ExpatError:
        return reading
    return reading


def _open(reading: Reading, parser: expat.XMLParserType, tag: str, attributes: dict[str, str]) -> None:
    if tag == "testcase":
        reading.case = attributes
    elif tag in FAULTS:
        reading.fault = Fault(tag, attributes, reading.case, parser.CurrentLineNumber)


def _close(reading: Reading, parser: expat.XMLParserType, tag: str) -> None:
    if tag in FAULTS and reading.fault:
        reading.faults.append(reading.fault)
        reading.fault = None
    reading.last = parser.CurrentLineNumber


def _failure(fault: Fault, first: int) -> Failure | None:
    message = fault.attributes.get("message", "")
    text = "".join(fault.texts)[:MAX_TEXT]
    shell = SHELL.match(message)
    errors = _errors(shell["text"] if shell else message, fault.attributes.get("type", ""), text, first + fault.line)
    if not errors:
        return None
    phase = shell["phase"] if shell else "collection" if message.startswith("collection") else "call"
    span = (first + fault.line, first + fault.line + text.count("\n"))
    return Failure("junit", errors, span, test=_test(fault.case), phase=phase, language=_language(text))


def _errors(message: str, type_name: str, text: str, line: int) -> tuple[Error, ...]:
    """The errors of the text, which has the whole chain; the attribute has the last link only."""
    body = text.split("\n")
    chain = read_body(body, 0, len(body))
    if chain:
        return tuple(replace(error, line=error.line + line - 1) for error in chain)
    head = (message or text.strip()).strip().split("\n")[0]
    if not head:
        return ()
    found = read_type_line(head)
    if not found or not is_exception_name(found[0]):
        found = (type_name, head)
    causes = [match["text"] for part in body[:2000] if (match := CAUSED.match(part))][:20]
    return (make_error(*found, line), *(_cause(cause, line, last=cause is causes[-1]) for cause in causes))


def _cause(text: str, line: int, *, last: bool) -> Error:
    name, message = read_type_line(text) or ("", text)
    return make_error(name, message, line, role="root" if last else "middle")


def _test(case: dict[str, str]) -> str:
    return ".".join(part for part in (case.get("classname", ""), case.get("name", "")) if part)


def _language(text: str) -> str:
    if ".py:" in text or 'File "' in text:
        return "python"
    return "java" if "\tat " in text or ".java:" in text else ""


RECOGNISER = Recogniser("junit", ("<testcase", "<testsuite"), recognise)
