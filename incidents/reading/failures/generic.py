"""The errors that stand in no report: a bare line of a log, a message within a sentence, quoted or in backticks."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from incidents.reading.failures.error_line import TYPE_CUES, find_called, find_type, make_error, with_wrapped
from incidents.reading.failures.error_words import BOILERPLATE, JOINING_END, LEVEL, MARKER, WORDS
from incidents.reading.failures.quoting import said
from incidents.reading.values import Error, Failure

# How sure it is that a line tells an error: by a type, by a marker or quotes around error words, by the words alone.
TYPED, MARKED, WORDED = 3, 2, 1
MAX_FOUND = 60
MAX_NOTES = 3

QUOTED = re.compile(r"``([^`]++)``|`([^`]++)`|“([^”]++)”|«([^»]++)»|(?<!\w)\"([^\"]{12,}+)\"(?!\w)")
MARKUP = re.compile(r"(?:[\s>*_#•·–—|+-]|\d{1,3}[.)]\s|//|/\*|[❌✗×✘⚠🔴🐛]\ufe0f?)++")
TAIL = re.compile(r"(?:\s|\*\*|__|<br ?/?>|[|*_`])++$")
MESSAGE = re.compile(r" ?(?:\[[A-Z][A-Z0-9_]++\])?:\s++(?=\S)")
ITEM = re.compile(r"[-*+•] |\d{1,3}[.)] |#{1,6} ")
# Pydantic names the field and the fault on the two lines below.
VALIDATION = re.compile(r"\bvalidation errors? for \S")
# Python's warnings quote the line of source below, indented.
WARNED = re.compile(r":\d+: \w*Warning: ")
# A line that only announces the error below it.
ANNOUNCEMENT = re.compile(r"(?:[:：]|\b(?:errors?|exceptions?|issues?|failures?|problems?))[\s*_.]*$", re.I)
STACK = re.compile(r"\s*+(?:at |File \"|\.{3}|```|~~~|[│╰╭|]|\$ |>>> )")

# What is in every line that tells an error beyond doubt: the name of a type, a marker, a level, or a quotation.
SURE_CUES = ("err", "fatal", "panic", "critical", "severe", '"', "`", "“", "«", *TYPE_CUES)


@dataclass(frozen=True)
class Sentence:
    """One line, or several that make one sentence; `first` and `last` are 1-based."""

    first: int
    last: int
    text: str


@dataclass(frozen=True)
class Found:
    """One error in a sentence: how sure, its type and message."""

    sureness: int
    type: str
    message: str
    sentence: Sentence


def recognise(lines: Sequence[str]) -> list[Failure]:
    """One failure for each error line; lines that merely sound like one are dropped where surer ones stand."""
    found = _found(_sentences(lines))
    surest = min(max((error.sureness for error in found if not error.type.endswith("Warning")), default=0), MARKED)
    return _failures(lines, [error for error in found if error.sureness >= surest])


def recognise_sure(lines: Sequence[str]) -> list[Failure]:
    """Only what is an error beyond doubt: it has a type, or a marker or a log level says so."""
    text = "\n".join(lines).lower()
    cues = [cue for cue in SURE_CUES if cue in text]
    sentences = (sentence for sentence in _sentences(lines) if _holds_any(sentence.text.lower(), cues)) if cues else ()
    return _failures(lines, [error for error in _found(sentences) if error.sureness > WORDED])


def _holds_any(text: str, cues: Iterable[str]) -> bool:
    return any(cue in text for cue in cues)


def _found(sentences: Iterable[Sentence]) -> list[Found]:
    return [error for sentence in sentences for error in _errors_of(sentence)]


def _failures(lines: Sequence[str], found: Sequence[Found]) -> list[Failure]:
    told = {number for error in found for number in range(error.sentence.first, error.sentence.last + 1)}
    return [_failure(lines, error, told) for error in found[:MAX_FOUND]]


def _failure(lines: Sequence[str], found: Found, told: set[int]) -> Failure:
    notes = tuple(_notes(lines, found.sentence.last, told))
    error = make_error(found.type, found.message, found.sentence.first, notes=notes)
    return Failure(
        "generic", (*with_wrapped(error), *_marked_within(error)), (found.sentence.first, found.sentence.last)
    )


def _notes(lines: Sequence[str], last: int, told: set[int]) -> Iterator[str]:
    """What stands right below an error and is none itself: the detail, the hint, the rest of the message."""
    for number in range(last + 1, min(last + MAX_NOTES, len(lines)) + 1):
        text = lines[number - 1]
        if not text.strip() or number in told or STACK.match(text):
            return
        yield text.strip()[:400]


def _marked_within(error: Error) -> Iterator[Error]:
    """The message behind a further marker: `psql: error: could not connect to server: FATAL: role …`."""
    markers = list(MARKER.finditer(error.message))
    if markers and markers[-1].start() > 0:
        yield make_error("", error.message[markers[-1].start() :], error.line, role="root")


def _sentences(lines: Sequence[str]) -> Iterator[Sentence]:
    """Each filled line; one whose sentence or quote plainly goes on takes up to three more in."""
    index = 0
    while index < len(lines):
        first, text = index + 1, lines[index]
        while index - first < 2 and index + 1 < len(lines) and text.strip() and _goes_on(text, lines[index + 1]):
            index += 1
            text = f"{text.rstrip()} {lines[index].strip()}"
        index += 1
        if text.strip():
            yield Sentence(first, index, text)


def _goes_on(text: str, below: str) -> bool:
    end, start = text.rstrip(), below.strip()
    if not start or STACK.match(below) or ITEM.match(start) or _quotes_source(text, below):
        return False
    if "validation error" in text and VALIDATION.search(text):
        return True
    if "`" in text and text.count("`") % 2:
        return "`" in below
    if JOINING_END.search(end[-12:]) or _ends_in_type(end):
        return True
    if '"' in text and text.count('"') % 2 and below.count('"') % 2:
        return True
    return len(end) > 40 and end[-1].isalnum() and start[0].islower() and ":" not in start.split(" ", 1)[0]


def _quotes_source(text: str, below: str) -> bool:
    return "Warning: " in text and below[:1].isspace() and WARNED.search(text) is not None


def _ends_in_type(end: str) -> bool:
    found = find_type(end) if end.endswith(":") else None
    return found is not None and found.end() >= len(end) - 1


def _errors_of(sentence: Sentence) -> list[Found]:
    text = sentence.text
    if BOILERPLATE.match(text.strip()):
        return []
    quoted = [part.strip() for groups in QUOTED.findall(text) for part in groups if part]
    typed = [found for part in quoted if (found := _typed(part, sentence) or _called(part, sentence))]
    if typed:
        return typed
    if whole := _typed(text, sentence):
        return [whole]
    worded = [Found(MARKED, "", part, sentence) for part in quoted if _is_worded(part)]
    if worded:
        return worded
    found = _untyped(_bare(text), sentence)
    return [found] if found else []


def _typed(text: str, sentence: Sentence) -> Found | None:
    match = find_type(text)
    colon = MESSAGE.match(text, match.end()) if match else None
    if match is None or colon is None:
        return None
    # What opened before the type closes the message, so the quote is looked for from there.
    message = said(text, match.start())[colon.end() - match.start() :]
    return Found(TYPED, _name(match["type"]), TAIL.sub("", message).strip(), sentence)


def _name(name: str) -> str:
    """The type without the underscore that made it italic; a private module's keeps its own."""
    return name if "." in name else name.lstrip("_")


def _called(text: str, sentence: Sentence) -> Found | None:
    match = find_called(text)
    return Found(TYPED, match["type"], match["message"], sentence) if match else None


def _untyped(text: str, sentence: Sentence) -> Found | None:
    level = None if MARKER.match(text) else LEVEL.match(text)
    if level:
        return Found(MARKED, "", text[level.end() :].strip() or text, sentence)
    if MARKER.search(text):
        return Found(MARKED, "", text, sentence)
    if " " in text and WORDS.search(text) and not ANNOUNCEMENT.search(text[-60:]):
        return Found(WORDED, "", text, sentence)
    return None


def _is_worded(segment: str) -> bool:
    return segment.count(" ") >= 2 and WORDS.search(segment) is not None and not BOILERPLATE.match(segment)


def _bare(text: str) -> str:
    """The line without the marks of lists and headings around it."""
    mark = MARKUP.match(text)
    return TAIL.sub("", text[mark.end() :] if mark else text).strip()
