"""What a paste carries besides its words is taken off here, so that every recogniser sees plain lines."""

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from incidents.reading.line_prefixes import strip_prefixes
from incidents.reading.log_records import are_records, unwrap_record

MAX_BYTES = 5 * 1024 * 1024
HEAD_SHARE = 0.6
LINE_HEAD, LINE_TAIL = 4096, 1024

# Jenkins writes its notes as concealed base64, Buildkite its times as APC strings.
CONSOLE_NOTE = re.compile(r"\x1b\[8mha:[A-Za-z0-9+/=]*+\x1b\[0m|\x1b_bk;t=\d*+\x07")
ANSI = re.compile(r"(?:\x1b\[|\x9b)[0-9;:?<=>]*+[ -/]*+[@-~]|\x1b\][^\x07\x1b\n]*+(?:\x07|\x1b\\)?|\x1b[@-Z\\^_c]")
# Colours whose escape character was lost on the way, or was written out.
ANSI_SPELLED = re.compile(r"(?:\^\[|\\x1b|\\033|\\u001b|\\e|␛)\[[0-9;]{0,16}+[mKGJH]")
ANSI_BARE = re.compile(r"\[(?:0|[1-9]\d?)?(?:;\d{1,3}){0,4}m(?![\w\]])|\[(?:0|[1-9]\d?)(?:;\d{1,3}){0,4}m")
INVISIBLE = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
ENTITY = re.compile(r"&(?:lt|gt|quot|apos|amp|nbsp|#39|#34|#x27|#x2F);")
HTML = re.compile(r"<br\s?/?>|</(?:pre|p|strong|code|blockquote|span|div|li)>")
TAG = re.compile(r"</?(?:pre|code|br|p|blockquote|strong|em|b|span|div|ul|ol|li)(?:\s[^<>\n]{0,200})?/?>", re.I)
FENCE = re.compile(r"[ \t>]{0,12}(?:`{3,}+|~{3,}+)[\w+#. -]{0,40}$")
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
    lines, notices = _within_bytes(text)
    lines = [Line(line.origin, _plain(line.text)) for line in lines]
    lines = _unquoted(_unmarked(lines))
    lines, prefixes = _unprefixed(lines)
    lines = list(_unfolded(lines))
    lines, cut = _within_length(lines)
    notices += [f"Taken off before reading: {', '.join(prefixes)}."] if prefixes else []
    notices += (
        [f"{cut} lines were longer than {LINE_HEAD + LINE_TAIL} characters; their middle was left out."] if cut else []
    )
    return Cleaned("\n".join(line.text for line in lines), tuple(line.origin for line in lines), tuple(notices))


def _within_bytes(text: str) -> tuple[list[Line], list[str]]:
    lines = text.replace("\r\n", "\n").split("\n")
    numbered = [Line(number, line) for number, line in enumerate(lines, 1)]
    if len(text) <= MAX_BYTES // 4 or len(text.encode(errors="replace")) <= MAX_BYTES:
        return numbered, []
    head = _taken(numbered, int(MAX_BYTES * HEAD_SHARE))
    tail = _taken(reversed(numbered[len(head) :]), MAX_BYTES - int(MAX_BYTES * HEAD_SHARE))[::-1]
    if not head:
        head = [Line(1, lines[0][: MAX_BYTES // 4])]
    left_out = len(lines) - len(head) - len(tail)
    notice = f"The text is longer than {MAX_BYTES // 1024 // 1024} MB: {left_out} lines in the middle were left out."
    return [*head, *tail], [notice]


def _taken(lines: Iterable[Line], budget: int) -> list[Line]:
    taken: list[Line] = []
    for line in lines:
        budget -= len(line.text.encode(errors="replace")) + 1
        if budget < 0:
            break
        taken.append(line)
    return taken


def _plain(line: str) -> str:
    """One line as a terminal would leave it."""
    if "\x1b" in line or "\x9b" in line:
        line = ANSI.sub("", CONSOLE_NOTE.sub("", line))
    if "\r" in line:
        line = next((part for part in reversed(line.split("\r")) if part.strip()), "")
    if "[" in line:
        line = AZURE.sub("", _without_spelled_colours(line))
    if "section_" in line:
        line = SECTION.sub("", line)
    return INVISIBLE.sub("", line).replace("\xa0", " ")


def _without_spelled_colours(line: str) -> str:
    line = ANSI_SPELLED.sub("", line)
    return ANSI_BARE.sub("", line) if "[0m" in line or "[39;49" in line else line


def _unmarked(lines: list[Line]) -> list[Line]:
    """Without HTML that came along from a web page, and without Markdown fences. XML reports keep theirs."""
    if any("<testcase" in line.text or "<testsuite" in line.text for line in lines):
        return lines
    marked = any(HTML.search(line.text) for line in lines)
    return [Line(line.origin, _without_markup(line.text, marked=marked)) for line in lines]


def _without_markup(line: str, *, marked: bool) -> str:
    if FENCE.match(line):
        return ""
    if marked and "<" in line:
        line = TAG.sub("", line)
    return html.unescape(line).replace("\xa0", " ") if ENTITY.search(line) else line


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
