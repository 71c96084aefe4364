"""A document goes out as it came in: the same bytes, but for the lines of a field that somebody changed."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from incidents.reading.encodings import decode
from incidents.reading.front_matter import FrontMatter, read_front_matter
from incidents.reading.yaml_fields import read_yaml

FieldValue = str | list[str]

# The field that carries a document's identity through every rename.
ID = "errata.id"

KEY_LINE = re.compile(r"(?P<head>(?P<indent>[ \t]*+)[^:]++:)(?P<space>[ \t]*+)(?P<rest>[^\r\n]*+)(?P<end>\r?\n)")
ITEM_HEAD = re.compile(r"[ \t]*+-[ \t]++")
COMMENT = re.compile(r"[ \t]+#[ ].*$|^#.*$")
# Blanks at the ends of lines and of the text would not come back from a block of text.
BLANKS_AT_AN_END = re.compile(r"[ \t](?:\n|$)|\n$|\n[ \t]")
QUOTED_AND_COMMENT = re.compile(r"(?:\"(?:[^\"\\]|\\.)*+\"|'(?:[^']|'')*+')(?P<comment>[ \t]++#.*)?$")


class Codec(NamedTuple):
    """An encoding with the error handlers that bring back every byte, even where the file is not what it says."""

    name: str
    decode_errors: str
    encode_errors: str


UTF_8 = Codec("utf-8", "surrogateescape", "surrogateescape")
CODECS = {
    "utf-8": UTF_8,
    "utf-8-sig": UTF_8,
    "utf-16-le": Codec("utf-16-le", "surrogatepass", "surrogatepass"),
    "utf-16-be": Codec("utf-16-be", "surrogatepass", "surrogatepass"),
    "cp1252": Codec("cp1252", "errata.byte_of_cp1252", "errata.holes_of_cp1252"),
}


class ReadOnly(ValueError):
    """The document cannot be changed in place; the message says why in one sentence."""


@dataclass(frozen=True)
class Key:
    """One key as written: its first line cut up, and all its lines. `head` ends with the colon."""

    first: int
    head: str
    indent: str
    space: str
    rest: str
    end: str
    lines: list[str]


def export(original: bytes, changes: Mapping[str, FieldValue] | None = None, *, body: str | None = None) -> bytes:
    """`original` with the fields of `changes` and, if given, another body; without either, `original` itself.

    Only the lines of a changed field change, and its quotes and list style stay. Nested keys are named as in
    `FrontMatter.lines` ("tech-stack.patterns"); a key that is not there is added. Raises ReadOnly if the front-matter
    is no sound YAML, if the value has no place in the file's encoding, or if another field would read differently.
    """
    if not changes and body is None:
        return original
    codec = CODECS.get(decode(original).encoding)
    if not codec:
        raise ReadOnly("Documents in UTF-32 cannot be changed here.")
    text = original.decode(codec.name, codec.decode_errors)
    for name, value in (changes or {}).items():
        text = _with_field(text, codec, name, value)
    if body is not None:
        text = _with_body(text, codec, body)
    return _encoded(text, codec)


def as_text(content: bytes) -> str:
    """The characters of a file as they stand in it, unrepaired; `rewritten` brings them back to the same bytes."""
    codec = CODECS.get(decode(content).encoding)
    return content.decode(codec.name, codec.decode_errors) if codec else decode(content).text


def rewritten(original: bytes, text: str) -> bytes:
    """Another whole text in the encoding and with the line ends of `original`. Raises ReadOnly as `export`."""
    line_end = "\r\n" if "\r\n" in as_text(original) else "\n"
    return encoded_as(original, text.replace("\r\n", "\n").replace("\n", line_end))


def encoded_as(original: bytes, text: str) -> bytes:
    """A text in the encoding of `original`, its line ends as they are. Raises ReadOnly as `export`."""
    codec = CODECS.get(decode(original).encoding)
    if not codec:
        raise ReadOnly("Documents in UTF-32 cannot be changed here.")
    return _encoded(text, codec)


def _encoded(text: str, codec: Codec) -> bytes:
    try:
        return text.encode(codec.name, codec.encode_errors)
    except UnicodeEncodeError as error:
        letter = error.object[error.start]
        raise ReadOnly(f"“{letter}” cannot be written in the file's encoding, {codec.name.upper()}.") from error


def _front_matter(text: str, codec: Codec) -> FrontMatter:
    return read_front_matter(decode(_encoded(text, codec)).text)


def _with_body(text: str, codec: Codec, body: str) -> str:
    line_end = "\r\n" if "\r\n" in text else "\n"
    above = _lines(text)[: _front_matter(text, codec).body_line - 1]
    if above and not above[-1].endswith("\n"):
        above.append(line_end)
    mark = "\ufeff" if text.startswith("\ufeff") and not above else ""
    return mark + "".join(above) + body.replace("\r\n", "\n").replace("\n", line_end)


def _with_field(text: str, codec: Codec, name: str, value: FieldValue) -> str:
    before = _front_matter(text, codec)
    if _named(before.fields, name) == value:
        return text
    if not before.is_sound or text.removeprefix("\ufeff").lstrip().startswith("+++"):
        raise ReadOnly("The front-matter is no sound YAML, so its fields are read-only.")
    changed = _spliced(text, before, name, value) if name in before.lines else _added(text, before, name, value)
    after = _front_matter(changed, codec)
    if _named(after.fields, name) != value or _others(after, name) != _others(before, name):
        raise ReadOnly(f"“{name}” cannot be changed without changing other fields.")
    return changed


def _named(fields: Mapping[str, object], name: str) -> object:
    if name in fields:
        return fields[name]
    outer, _, inner = name.partition(".")
    nested = fields.get(outer)
    return nested.get(inner) if isinstance(nested, dict) else None


def _others(front: FrontMatter, name: str) -> list[tuple[str, object]]:
    """All that must read the same after the change, faults without their lines included."""
    concerned = (name, name.partition(".")[0])
    others = (key for key in front.lines if key not in concerned and not key.startswith(f"{name}."))
    fields = [(key, _named(front.fields, key)) for key in others]
    return [*fields, ("", front.body), ("", sorted(fault.message for fault in front.faults))]


def _spliced(text: str, front: FrontMatter, name: str, value: FieldValue) -> str:
    lines = _lines(text)
    key = _key(lines, front.lines[name] - 1, front.body_line - 2)
    old_items = [line - 1 - key.first for line, _ in front.items.get(name, ())]
    old_texts = [words for _, words in front.items.get(name, ())]
    written = "".join(_write(key, value, list(zip(old_items, old_texts, strict=True))))
    return "".join((*lines[: key.first], written, *lines[key.first + len(key.lines) :]))


def _key(lines: list[str], first: int, limit: int) -> Key:
    """The key whose first line is `first`; its lines end before `limit` and before the next key."""
    found = KEY_LINE.match(lines[first])
    if not found:
        raise ReadOnly("A field that shares its line with others cannot be changed here.")
    indent = len(found["indent"])
    end = first + 1
    while end < limit and _belongs(lines[end], indent):
        end += 1
    while end > first + 1 and not _is_content(lines[end - 1], indent):
        end -= 1
    return Key(
        first, found["head"], found["indent"], found["space"] or " ", found["rest"], found["end"], lines[first:end]
    )


def _belongs(line: str, indent: int) -> bool:
    words = line.lstrip(" \t")
    depth = len(line) - len(words)
    return not words.strip() or words.startswith("#") or depth > indent or (depth == indent and words.startswith("-"))


def _is_content(line: str, indent: int) -> bool:
    words = line.lstrip(" \t")
    return bool(words.strip()) and not (words.startswith("#") and len(line) - len(words) <= indent)


def _write(key: Key, value: FieldValue, old: list[tuple[int, str]]) -> Iterator[str]:
    """The lines of the key with the new value, in the style of the old one; `old` are (line, text) of its items."""
    if isinstance(value, list) and value and old and old[0][0] > 0 and ITEM_HEAD.match(key.lines[old[0][0]]):
        yield key.lines[0]
        yield from _write_items(key, value, old)
    elif isinstance(value, list):
        like = key.rest[1:].lstrip()[:1] if key.rest.startswith("[") else ""
        items = ", ".join(_scalar(item, like, in_list=True) for item in value)
        yield f"{key.head}{key.space}[{items}]{_comment(key)}{key.end}"
    elif "\n" in value and value[0] not in " \n" and not BLANKS_AT_AN_END.search(value):
        yield f"{key.head}{key.space}|{key.end}"
        yield from (f"{key.indent}  {line}{key.end}" if line else key.end for line in value.split("\n"))
    else:
        yield f"{key.head}{key.space}{_scalar(value, key.rest[:1])}{_comment(key)}{key.end}"


def _write_items(key: Key, value: list[str], old: list[tuple[int, str]]) -> Iterator[str]:
    ends = [place for place, _ in old[1:]] + [len(key.lines)]
    kept = {text: key.lines[place:end] for (place, text), end in zip(old, ends, strict=True)}
    yield from key.lines[1 : old[0][0]]
    first = key.lines[old[0][0]]
    found = ITEM_HEAD.match(first)
    assert found
    for item in value:
        yield from kept.get(item) or [f"{found[0]}{_scalar(item, first[found.end() :][:1])}{key.end}"]


def _comment(key: Key) -> str:
    """The comment behind the old value, with the space before it."""
    if key.rest[:1] in "\"'":
        found = QUOTED_AND_COMMENT.match(key.rest)
        return (found["comment"] or "") if found else ""
    found = COMMENT.search(key.rest)
    if not found:
        return ""
    return found[0] if found[0][0] in " \t" else f" {found[0]}"


def _scalar(value: str, like: str, *, in_list: bool = False) -> str:
    """The value in the quotes that `like` is, or bare if it reads back as it is."""
    if like == "'" and "\n" not in value:
        return "'" + value.replace("'", "''") + "'"
    shape, expected = ("k: [{}]", [value]) if in_list else ("k: {}", value)
    read = read_yaml(shape.format(value) + "\n", 1)
    if like != '"' and value and read.is_sound and read.values["k"].plain() == expected:
        return value
    return json.dumps(value, ensure_ascii=False)


def _added(text: str, front: FrontMatter, name: str, value: FieldValue) -> str:
    """The new key as the last one of the block; a document without one gets a block."""
    line_end = "\r\n" if "\r\n" in text else "\n"
    outer, _, inner = name.partition(".")
    if inner and outer in front.fields:
        raise ReadOnly(f"“{outer}” is there already and has no “{inner}”.")
    key = Key(0, f"  {inner}:" if inner else f"{name}:", "  " if inner else "", " ", "", line_end, [""])
    written = (f"{outer}:{line_end}" if inner else "") + "".join(_write(key, value, []))
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    if front.body_line == 1:
        return f"{mark}---{line_end}{written}---{line_end}{text.removeprefix(mark)}"
    lines = _lines(text)
    lines.insert(front.body_line - 2, written)
    return "".join(lines)


def _lines(text: str) -> list[str]:
    """The physical lines with their ends, numbered as the reader numbers them."""
    *ended, last = text.split("\n")
    return [*(line + "\n" for line in ended), *filter(None, [last])]
