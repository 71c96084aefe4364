"""Front-matter that is no YAML, read line by line: real documents write `title: [WIP] fix` and `owner: @team`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from incidents.reading.field_values import Value, first_of_each

# `key: rest`; the colon needs a space or the line's end behind it, so that URLs are no keys.
KEY_LINE = re.compile(r"(?P<indent>[ \t]*+)(?P<key>[^\s:#-][^:]{0,80}+):(?:[ \t]++(?P<rest>.*+))?$")
ITEM_LINE = re.compile(r"[ \t]*+-(?:[ \t]++(?P<rest>.*+))?$")
BLOCK_MARK = re.compile(r"[|>][-+0-9]{0,2}$")
COMMENT_LINE = re.compile(r"[ \t]*+#")
TRAILING_COMMENT = re.compile(r"\s# ")
FLOW_LIST = re.compile(r"\[(?P<items>.*)\]$")
NESTED_KEYS = 3


@dataclass(frozen=True)
class Part:
    """One key with the lines below it; `line` is the 1-based line of the key in the file."""

    key: str
    rest: str
    line: int
    below: tuple[str, ...]

    @property
    def source(self) -> str:
        return "\n".join((f"{self.key}: {self.rest}", *self.below)) + "\n"


def split_parts(lines: list[str], first_line: int) -> list[Part]:
    """The lines cut before every key at the least indentation; lines before the first key are left out."""
    heads = [(number, match) for number, line in enumerate(lines) if (match := KEY_LINE.match(line))]
    if not heads:
        return []
    least = min(len(match["indent"]) for _, match in heads)
    heads = [(number, match) for number, match in heads if len(match["indent"]) == least]
    ends = [number for number, _ in heads[1:]] + [len(lines)]
    return [
        Part(match["key"].strip(), (match["rest"] or "").strip(), first_line + number, tuple(lines[number + 1 : end]))
        for (number, match), end in zip(heads, ends, strict=True)
    ]


def read_part(part: Part, depth: int = 0) -> Value:
    """The value of a key as text, list or named values, however it is written. Never raises."""
    if BLOCK_MARK.match(part.rest):
        joint = "\n" if part.rest.startswith("|") else " "
        return Value(joint.join(line.strip() for line in part.below).strip(), part.line)
    below = [(part.line + offset, line) for offset, line in enumerate(part.below, start=1) if _says_something(line)]
    if part.rest and not part.rest.startswith("#"):
        return _read_text(" ".join((part.rest, *(line.strip() for _, line in below))), part.line)
    if not below:
        return Value("", part.line)
    if ITEM_LINE.match(below[0][1]):
        return Value(tuple(_read_items(below)), part.line)
    if KEY_LINE.match(below[0][1]) and depth < NESTED_KEYS:
        nested = split_parts(list(part.below), part.line + 1)
        return Value(first_of_each((inner.key, read_part(inner, depth + 1)) for inner in nested), part.line)
    return _read_text(" ".join(line.strip() for _, line in below), part.line)


def _says_something(line: str) -> bool:
    return bool(line.strip()) and not COMMENT_LINE.match(line)


def _read_items(lines: list[tuple[int, str]]) -> Iterator[Value]:
    words: list[str] = []
    first = lines[0][0]
    for number, line in lines:
        item = ITEM_LINE.match(line)
        if item and words:
            yield _read_text(" ".join(words), first)
        if item:
            words, first = [], number
        words.append((item["rest"] or "").strip() if item else line.strip())
    yield _read_text(" ".join(words), first)


def _read_text(text: str, line: int) -> Value:
    flow = FLOW_LIST.match(text)
    if flow:
        # Brackets inside are prose (`[reads x["y"], z]`): one item, never to be cut at its commas.
        items = [flow["items"]] if re.search(r"[\[\]]", flow["items"]) else flow["items"].split(",")
        return Value(tuple(Value(_unquoted(item), line) for item in items if item.strip()), line)
    return Value(_unquoted(text), line)


def _unquoted(text: str) -> str:
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        return text[1:-1]
    return TRAILING_COMMENT.split(text, maxsplit=1)[0].strip()
