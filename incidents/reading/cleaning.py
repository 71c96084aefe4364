"""What a paste carries besides its words is taken off here, so that every recogniser sees plain lines."""

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from incidents.reading.line_prefixes import strip_prefixes
from incidents.reading.log_records import are_records, unwrap_record

MAX_BYTES = 5 * 1024 * 1024
MAX_LINES = 250_000
HEAD_SHARE = 0.6
LINE_HEAD, LINE_TAIL = 4096, 1024

# Jenkins writes its notes as concealed base64, Buildkite its times as APC strings.
CONSOLE_NOTE = re.compile(r"\x1b\[8mha:[A-Za-z0-9+/=]*+\x1b\[0m|\x1b_bk;t=\d*+\x07")
ANSI = re.compile(r"(?:\x1b\[|\x9b)[0-9;:?<=>]*+[ -/]*+[@-~]|\x1b\][^\x07\x1b\n]*+(?:\x07|\x1b\\)?|\x1b[@-Z\\^_c]")
# Colours whose escape character was lost on the way, or was written out.
ANSI_SPELLED = re.compile(r"(?:\^\[|\\x1b|\\033|\\u001b|\\e|␛)\[[0-9;]{0,16}+[mKGJH]")
SPELLED_CUES = ("^[[", "\\x1b[", "\\033[", "\\u001b[", "\\e[", "␛[")
ANSI_BARE = re.compile(r"\[(?:0|[1-9]\d?)?(?:;\d{1,3}){0,4}m(?![\w\]])|\[(?:0|[1-9]\d?)(?:;\d{1,3}){0,4}m")
INVISIBLE = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
ENTITY = re.compile(r"&(?:lt|gt|quot|apos|amp|nbsp|#39|#34|#x27|#x2F);")
HTML = re.compile(r"<br\s?/?>|</(?:pre|p|strong|code|blockquote|span|div|li)>")
TAG = re.compile(r"</?(?:pre|code|br|p|blockquote|strong|em|b|span|div|ul|ol|li)(?:[ \t][^<>\n]{0,200})?/?>", re.I)
FENCE = re.compile(r"^[ \t>]{0,12}(?:`{3,}+|~{3,}+)[\w+#. -]{0,40}$", re.M)
QUOTE = re.compile(r"[ \t]{0,3}> ?")
SECTION = re.compile(r"section_(?:start|end):\d{1,12}:[^\s\x1b]*+")
AZURE = re.compile(r"##\[(?:error|warning|debug|section|command|group|endgroup)\]")
COMMAND = re.compile(
    r"^(?P<before>[^\n]{0,200}?)(?P<command>::error(?: [^\n:]{0,400}+(?::[^\n:]++)*?)?::)(?P<message>.*)$"
)
# A traceback that was logged or copied as one string, its line breaks written as \n.
ESCAPED = re.compile(r"Traceback \(most recent call last\):(?:\\r)?\\n|\\n {2,8}at |\\n\\tat ")


class Line(NamedTuple):
    """One cleaned line and the 1-based line of the paste it comes from."""

    origin: int
    text: str


@dataclass(frozen=True)
class Cleaned:
    """The text left, for each of its lines the 1-based line of the paste it comes from, and what was left out."""

    text: str
    origin: tuple[int, ...]
    notices: tuple[str, ...] = ()


def clean(text: str) -> Cleaned:
    """The words of a paste: no colours, no overwritten progress, no quoting, no prefixes of build servers.

    A paste over 5 MB keeps its head and tail, a line over 5 kB as well; each is said in `notices`. Never raises.
    """
    kept, origins, notices = _within_bytes(text.replace("\r\n", "\n"))
    texts = _without_markup(_without_controls(kept)).split("\n")
    lines = _unquoted([Line(origin, text) for origin, text in zip(origins, texts, strict=True)])
    lines, prefixes = _unprefixed(lines)
    lines = list(_unfolded(lines))
    lines, cut = _within_length(lines)
    notices += [f"Taken off before reading: {', '.join(prefixes)}."] if prefixes else []
    notices += (
        [f"{cut} lines were longer than {LINE_HEAD + LINE_TAIL} characters; their middle was left out."] if cut else []
    )
    return Cleaned("\n".join(line.text for line in lines), tuple(line.origin for line in lines), tuple(notices))


def _within_bytes(text: str) -> tuple[str, Sequence[int], list[str]]:
    """The text within the cap, the number of each of its lines, and what is to be said of the rest."""
    count = text.count("\n") + 1
    if count <= MAX_LINES and (len(text) <= MAX_BYTES // 4 or len(text.encode(errors="replace")) <= MAX_BYTES):
        return text, range(1, count + 1), []
    lines = text.split("\n")
    head = _taken(lines, int(MAX_BYTES * HEAD_SHARE), int(MAX_LINES * HEAD_SHARE)) or [lines[0][: MAX_BYTES // 4]]
    rest = lines[len(head) :]
    tail = _taken(reversed(rest), MAX_BYTES - int(MAX_BYTES * HEAD_SHARE), MAX_LINES - int(MAX_LINES * HEAD_SHARE))[
        ::-1
    ]
    origins = [*range(1, len(head) + 1), *range(count - len(tail) + 1, count + 1)]
    notice = f"The text is too long: of its {count} lines, {count - len(origins)} in the middle were left out."
    return "\n".join([*head, *tail]), origins, [notice]


def _taken(lines: Iterable[str], budget: int, most: int) -> list[str]:
    taken: list[str] = []
    for line in islice(lines, most):
        budget -= len(line.encode(errors="replace")) + 1
        if budget < 0:
            break
        taken.append(line)
    return taken


def _without_controls(text: str) -> str:
    """The text as a terminal would leave it. No line is added or lost, here and in `_without_markup`."""
    if "\x1b" in text or "\x9b" in text:
        text = ANSI.sub("", CONSOLE_NOTE.sub("", text))
    if "\r" in text:
        text = "\n".join(_overwritten(line) for line in text.split("\n"))
    text = ANSI_SPELLED.sub("", text) if any(cue in text for cue in SPELLED_CUES) else text
    if "[0m" in text or "[39;49" in text:
        text = "\n".join(_without_bare_colours(line) for line in text.split("\n"))
    text = AZURE.sub("", text) if "##[" in text else text
    text = SECTION.sub("", text) if "section_" in text else text
    return INVISIBLE.sub("", text).replace("\xa0", " ")


def _overwritten(line: str) -> str:
    return next((part for part in reversed(line.split("\r")) if part.strip()), "")


def _without_bare_colours(line: str) -> str:
    return ANSI_BARE.sub("", line) if "[0m" in line or "[39;49" in line else line


def _without_markup(text: str) -> str:
    """Without HTML that came along from a web page, and without Markdown fences. XML reports keep theirs."""
    if "<testcase" in text or "<testsuite" in text:
        return text
    if "```" in text or "~~~" in text:
        text = FENCE.sub("", text)
    if "<" in text and HTML.search(text):
        text = TAG.sub("", text)
    return ENTITY.sub(lambda entity: html.unescape(entity[0]), text).replace("\xa0", " ") if "&" in text else text


def _unquoted(lines: list[Line]) -> list[Line]:
    """Without the `> ` of a quotation: of two lines in a row or more, since pytest marks single lines with it."""
    kept = list(lines)
    start = 0
    while start < len(kept):
        end = start
        while end < len(kept) and QUOTE.match(kept[end].text):
            end += 1
        if end - start >= 2:
            kept[start:end] = [Line(line.origin, QUOTE.sub("", line.text, count=1)) for line in kept[start:end]]
        start = max(end, start + 1)
    return kept


def _unprefixed(lines: list[Line]) -> tuple[list[Line], tuple[str, ...]]:
    texts, names = strip_prefixes([line.text for line in lines])
    if not names:
        return lines, ()
    return [Line(line.origin, text) for line, text in zip(lines, texts, strict=True)], names


def _unfolded(lines: Sequence[Line]) -> Iterable[Line]:
    """With the lines that were folded into one: JSON log records, GitHub's error commands, escaped tracebacks."""
    records = are_records([line.text for line in lines[:400]])
    for line in lines:
        texts = unwrap_record(line.text) if records else [line.text]
        for text in texts:
            yield from (Line(line.origin, part) for part in _parts(text))


def _parts(text: str) -> list[str]:
    if "::error" in text:
        return _decoded(text)
    if "\\n" in text and ESCAPED.search(text):
        return text.replace("\\r", "").replace("\\n", "\n").replace("\\t", "\t").replace('\\"', '"').split("\n")
    return [text]


def _decoded(text: str) -> list[str]:
    """A command on a line of its own, its message below without blank lines, and one blank line that ends it."""
    match = COMMAND.match(text)
    if not match:
        return [text]
    message = match["message"].replace("%0D", "").replace("%0d", "").replace("%0a", "%0A")
    parts = [part.replace("%25", "%") for part in message.split("%0A")]
    return [match["command"] + parts[0], *(part for part in parts[1:] if part.strip()), ""]


def _within_length(lines: list[Line]) -> tuple[list[Line], int]:
    cut = 0
    kept = list(lines)
    for index, (origin, text) in enumerate(kept):
        if len(text) > LINE_HEAD + LINE_TAIL:
            cut += 1
            kept[index] = Line(origin, f"{text[:LINE_HEAD]} … {text[-LINE_TAIL:]}")
    return kept, cut
