"""The errors that stand in no report: a bare line of a log, a message within a sentence, quoted or in backticks."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from incidents.reading.failures.error_line import find_type, make_error, with_wrapped
from incidents.reading.failures.recogniser import Recogniser
from incidents.reading.values import Failure

# How sure it is that a line tells an error, best first.
TYPED, MARKED, WORDED = 3, 2, 1
MAX_FOUND = 60
LONG_TEXT = 80

QUOTED = re.compile(r"``([^`]++)``|`([^`]++)`|“([^”]++)”|«([^»]++)»|(?<!\w)\"([^\"]{12,})\"(?!\w)")
CLOSING = {"`": "`", "“": "”", "‘": "’", "«": "»", '"': '"', "'": "'"}
MARKUP = re.compile(
    r"(?:[\s>*_#•·–—|+-]|\d{1,3}[.)]\s|//|/\*|<[a-z/][^<>]{0,40}>|❌|✗|×|✘|⚠️?|🔴|[\U0001F300-\U0001FAFF])++"
)
LABEL = re.compile(
    r"(?:\*\*|__)?[^\W\d][\w /()-]{1,30}(?:\*\*|__)?\s?[:：](?:\*\*|__)?\s++(?=\S)",
)
TAIL = re.compile(r"(?:\s|\*\*|__|<br ?/?>|\||[*_`])++$")
MARKER = re.compile(
    r"""(?:^|(?<=[\s\[(:#]))
    (?:fatal\ error|fatal|panic|error|err!|critical|FATAL\ ERROR|FAILED|E)(?:\[[\w.:-]{1,40}\]|\ [A-Z]{1,4}\d{2,5})?\]?(?::|\s-)\s++(?P<message>\S.*)
    """,
    re.X | re.I,
)
LEVEL = re.compile(r"(?:^|[\s\[|])(?:ERROR|CRITICAL|FATAL|SEVERE|PANIC)\b[\]|:\s]")
WORDS = re.compile(
    r"""\b(?:errors?|failed|failure|fails?|fatal|panic(?:ked)?|exceptions?|abort(?:ed|ing)?|crash(?:ed)?
    |cannot|can't|can’t|could\ not|couldn't|unable\ to|not\ (?:found|allowed|permitted|supported|defined|installed|callable)
    |no\ such|denied|refused|timed\ out|timeout|exceed(?:ed|s)|invalid|unsupported|unexpected|undefined|unknown
    |out\ of\ memory|killed|terminated|segmentation\ fault|core\ dumped|(?:does|do|is|are|was|were|must|did)\ not
    |doesn't|don't|isn't|already\ (?:exists|in\ use|allocated|running|defined)|locked|readonly|read-only|malformed|corrupt(?:ed)?
    |missing|unreachable|reset\ by\ peer|broken\ pipe|too\ (?:many|large|long|old)|no\ space|violat(?:es|ion)
    |conflict(?:s|ing)?|deadlock|mismatch|rejected|unauthori[sz]ed|forbidden|leak(?:ed)?|expired|destroyed|bound\ to
    |not\ a|no\ attribute|non-zero|exit\ (?:code|status)|required|unregistered|bad|never\ awaited|rolled\ back
    |multiple|another|overflow|unresolved|unhandled|attempt(?:ed)?\ to|has\ been\ made)\b""",
    re.X | re.I,
)
# Says only that something failed, or speaks of errors without being one.
BOILERPLATE = re.compile(
    r"""(?:\#\#\[error\])?(?:process\ completed\ with\ exit\ code|bash\ exited\ with\ code)
    |npm\ (?:ERR!|error)\ (?:a\ complete\ log|code\s|errno\s|path\s|syscall\s)|.*\bfor\ further\ information\ visit
    |.*\b(?:no|0)\ (?:errors?|failures?|failed)\b|.*\bwithout\ errors?\b|traceback\ \(most|\s*+at\ |(?:ok|pass(?:ed)?)\b""",
    re.X | re.I,
)
JOINING_END = re.compile(
    r"(?:,|\b(?:from|the|an?|to|in|of|by|with|on|before|and|or|is|are|was|not|for|at|that|which|be))$"
)


@dataclass(frozen=True)
class Found:
    """One error on a line: how sure, its type and message."""

    sureness: int
    type: str
    message: str
    line: int


def recognise(lines: Sequence[str]) -> list[Failure]:
    """One failure for each error line; lines that merely sound like one are dropped where surer ones stand."""
    found = [error for line, text in _sentences(lines) for error in _errors_of(text, line)]
    surest = min(max((error.sureness for error in found), default=0), MARKED)
    kept = [error for error in found if error.sureness >= surest]
    return [_failure(error) for error in kept[:MAX_FOUND]]


def recognise_sure(lines: Sequence[str]) -> list[Failure]:
    """Only what is an error beyond doubt: it has a type, or a log level says so."""
    found = [error for line, text in _sentences(lines) for error in _errors_of(text, line)]
    return [_failure(error) for error in found if error.sureness > WORDED]


def _failure(found: Found) -> Failure:
    errors = with_wrapped(make_error(found.type, found.message, found.line))
    return Failure("generic", errors, (found.line, found.line))


def _sentences(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Each line with its number; a line whose sentence or quote plainly goes on takes the next ones in."""
    index = 0
    while index < len(lines):
        first, text = index + 1, lines[index]
        while text.strip() and index + 1 < len(lines) and index - first < 3 and _goes_on(text, lines[index + 1]):
            index += 1
            text = f"{text.rstrip()} {lines[index].strip()}"
        index += 1
        if text.strip():
            yield first, text


def _goes_on(text: str, below: str) -> bool:
    end, start = text.rstrip(), below.strip()
    if not start or start.startswith(("```", "~~~")):
        return False
    if "`" in text and text.count("`") % 2:
        return "`" in below
    if JOINING_END.search(end[-12:]):
        return True
    type_alone = find_type(end)
    if type_alone and end.endswith(":") and type_alone.end() >= len(end) - 1:
        return True
    return len(end) > 40 and end[-1].isalnum() and start[0].islower() and ":" not in start.split(" ")[0]


def _errors_of(text: str, line: int) -> Iterator[Found]:
    if BOILERPLATE.match(text.strip()):
        return
    quoted = [found for segment in _quoted(text) if (found := _read(segment, line)) and found.sureness > WORDED]
    worded = [Found(MARKED, "", segment, line) for segment in _quoted(text) if _is_worded(segment)]
    typed = _typed(text, line)
    if quoted:
        yield from quoted
    elif typed:
        yield typed
    elif worded:
        yield from worded
    elif found := _read(_bare(text), line):
        yield found


def _quoted(text: str) -> list[str]:
    return [next(part for part in match if part).strip() for match in QUOTED.findall(text)]


def _read(text: str, line: int) -> Found | None:
    if typed := _typed(text, line):
        return typed
    if marker := MARKER.search(text):
        return Found(MARKED, "", text[marker.start() :].strip(), line)
    if LEVEL.search(text):
        return Found(MARKED, "", text, line)
    if WORDS.search(text) and len(text.split()) > 1:
        return Found(WORDED, "", text, line)
    return None


def _typed(text: str, line: int) -> Found | None:
    match = find_type(text)
    if match is None:
        return None
    rest = text[match.end() :]
    after = re.match(r"(?:\ ?\[[A-Z][A-Z0-9_]++\])?:\s++(?P<message>\S.*)", rest, re.S)
    if not after:
        return None
    message = _within_quotes(after["message"], text[: match.start()])
    return Found(TYPED, match["type"], TAIL.sub("", message), line)


def _within_quotes(message: str, before: str) -> str:
    """The message up to the quote that was opened right before the type, the whole message if there is none."""
    closing = CLOSING.get(before[-1:], "")
    end = message.rfind(closing) if closing else -1
    return message[:end] if end > 0 else message


def _is_worded(segment: str) -> bool:
    return len(segment.split()) >= 3 and WORDS.search(segment) is not None


def _bare(text: str) -> str:
    """The line without list marks, headings and a label such as **Symptom:** before it."""
    text = TAIL.sub("", MARKUP.sub("", text, count=1) if MARKUP.match(text) else text)
    return text.strip()


RECOGNISER = Recogniser("generic", (), recognise)
