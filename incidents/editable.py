"""The text of a file as a form can hold it, and the way back to the file's own bytes wherever nobody touched them."""

import re
from collections import Counter
from collections.abc import Iterator

from incidents.differing import changes
from incidents.exporting import as_text, encoded_as

BOM = "\ufeff"
LINE = re.compile(r"[^\r\n]*+(?:\r\n|\r|\n)|[^\r\n]++\Z")
LINE_END = re.compile(r"\r\n|\r|\n")
# HTML has no way to carry NUL, and UTF-8 none for what stands for bytes that are no text.
UNTYPABLE = re.compile(r"[\0\ud800-\udfff]")


def editable(content: bytes) -> str:
    """The text of a file for a form: every line ends with a line feed, and there is no byte order mark."""
    return typed(UNTYPABLE.sub("\N{REPLACEMENT CHARACTER}", as_text(content).removeprefix(BOM)))


def typed(text: str) -> str:
    """A text as a form sends it, with the line ends that are used here."""
    return LINE_END.sub("\n", text)


def brought_back(original: bytes, text: str) -> bytes:
    """An edited text as bytes of its file: lines that nobody touched as they were, the others in the file's encoding
    and with its line ends. Raises ReadOnly where that cannot be.

    >>> brought_back(b"\\xef\\xbb\\xbfa\\r\\nb\\r\\n", "a\\nB\\n")
    b'\\xef\\xbb\\xbfa\\r\\nB\\r\\n'
    """
    if text == editable(original):
        return original
    whole = as_text(original)
    lines = LINE.findall(whole.removeprefix(BOM))
    mark = BOM if whole.startswith(BOM) else ""
    return encoded_as(original, mark + "".join(_with_untouched(lines, text)))


def _with_untouched(old: list[str], text: str) -> Iterator[str]:
    """The lines of the new text: as the file has them where they are the same, else with the end most of it has."""
    ends = Counter(line_end for line in old if (line_end := line[len(line.rstrip("\r\n")) :]))
    usual = ends.most_common(1)[0][0] if ends else "\n"
    new = LINE.findall(text)
    place = 0
    for change in changes([_as_typed(line) for line in old], new):
        yield from old[place : change.old]
        yield from (line.replace("\n", usual) for line in new[change.new : change.new_end])
        place = change.old_end
    yield from old[place:]


def _as_typed(line: str) -> str:
    return typed(UNTYPABLE.sub("\N{REPLACEMENT CHARACTER}", line))
