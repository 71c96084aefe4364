"""Where a document's own metadata ends and its body begins, in every form of front-matter that people write."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from incidents.reading.field_values import ReadFields, Value
from incidents.reading.toml_fields import read_toml
from incidents.reading.values import Fault
from incidents.reading.yaml_fields import read_yaml

KEY = r"[A-Za-z_][\w .()/-]{0,60}+:(?:[ \t]|$)"
YAML_OPENED = re.compile(r"(?:[ \t]*+\n)*+---[ \t]*+\n")
YAML_CLOSED = re.compile(r"^(?:---|\.\.\.)[ \t]*+$", re.MULTILINE)
TOML_OPENED = re.compile(r"(?:[ \t]*+\n)*+\+\+\+[ \t]*+\n")
TOML_CLOSED = re.compile(r"^\+\+\+[ \t]*+$", re.MULTILINE)
# The first line that is neither blank nor a comment is a key; else `---` is a horizontal rule over prose.
STARTS_WITH_KEY = re.compile(rf"(?:[ \t]*+(?:\#.*+)?\n)*+[ \t]*+[\"']?{KEY}", re.MULTILINE)
# Only `---` closes a block that nothing opened; its keys are one word each, or `Note: text` above a rule would be one.
UNOPENED = re.compile(r"(?:[ \t]*+\n)*+(?=[A-Za-z_][\w-]{0,60}+:(?:[ \t]|$))", re.MULTILINE)
UNOPENED_LINE = re.compile(r"[A-Za-z_][\w-]{0,60}+:(?:[ \t]|$)|[ \t]|- |#|$")
UNOPENED_LINES = 60
# A block with Markdown in it after an empty line was never closed: the `---` that was found is a rule further down.
MARKDOWN_BELOW = re.compile(r"\n[ \t]*+\n(?:\#{1,6}[ ][^\n]*+\n[ \t]*+\n[^\n:]++\n|\#\#++[ ]|```|>[ ]|\*\*|\|)")


@dataclass(frozen=True)
class FrontMatter:
    """The metadata block of a document and what is below it.

    `fields` maps each key to text, a list or a dict of such, in the order of the file; nothing is typed.
    `lines` gives the 1-based line of each key, `items` the (line, text) of every item of a list; both name the
    keys one level down with a dot ("tech-stack.patterns"). `raw` is the block between its delimiters.
    `body` starts at the 1-based line `body_line` of the file. `is_sound` says that the block is closed and is what it
    looks like, so that a key can be changed in place.
    """

    body: str
    body_line: int = 1
    fields: dict[str, object] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    items: dict[str, tuple[tuple[int, str], ...]] = field(default_factory=dict)
    raw: str = ""
    faults: tuple[Fault, ...] = ()
    is_sound: bool = True


@dataclass(frozen=True)
class _Place:
    """Character offsets of the block between its delimiters, and of the body below them."""

    start: int
    end: int
    body: int
    closed: bool = True


def read_front_matter(text: str) -> FrontMatter:
    """The front-matter of a decoded document; without one all of it is body. Never raises."""
    for find, read in FORMS:
        place = find(text)
        if place:
            return _front_matter(text, place, read)
    return FrontMatter(body=text)


def _find_yaml(text: str) -> _Place | None:
    opened = YAML_OPENED.match(text)
    if not opened:
        return None
    start = opened.end()
    closed = YAML_CLOSED.search(text, start)
    if closed and not text[start : closed.start()].strip():
        return _closed_at(text, start, closed)
    if not STARTS_WITH_KEY.match(text, start):
        return None
    if not closed or MARKDOWN_BELOW.search(text, start, closed.start()):
        return _never_closed(text, start)
    return _closed_at(text, start, closed)


def _find_toml(text: str) -> _Place | None:
    opened = TOML_OPENED.match(text)
    if not opened:
        return None
    closed = TOML_CLOSED.search(text, opened.end())
    return _closed_at(text, opened.end(), closed) if closed else None


def _find_yaml_between_plus_signs(text: str) -> _Place | None:
    """Some tools write `key: value` and the whole Markdown between `+++` lines: the keys end at the empty line."""
    opened = TOML_OPENED.match(text)
    if not opened or not STARTS_WITH_KEY.match(text, opened.end()):
        return None
    return _never_closed(text, opened.end())


def _find_unopened(text: str) -> _Place | None:
    opened = UNOPENED.match(text)
    if not opened:
        return None
    start = position = opened.end()
    lines: list[str] = []
    while position < len(text) and len(lines) < UNOPENED_LINES:
        end = text.find("\n", position) % (len(text) + 1)
        line = text[position:end]
        if line.rstrip() == "---":
            # Right under a single line `---` makes it a heading.
            return _Place(start, position, min(end + 1, len(text))) if len(lines) > 1 else None
        if not UNOPENED_LINE.match(line):
            return None
        lines.append(line)
        position = end + 1
    return None


FORMS: tuple[tuple[Callable[[str], _Place | None], Callable[[str, int], ReadFields]], ...] = (
    (_find_yaml, read_yaml),
    (_find_yaml_between_plus_signs, read_yaml),
    (_find_toml, read_toml),
    (_find_unopened, read_yaml),
)


def _closed_at(text: str, start: int, closed: re.Match[str]) -> _Place:
    return _Place(start, closed.start(), min(closed.end() + 1, len(text)))


def _never_closed(text: str, start: int) -> _Place:
    blank = re.compile(r"^[ \t]*+$", re.MULTILINE).search(text, start)
    end = blank.start() if blank else len(text)
    return _Place(start, end, end, closed=False)


def _front_matter(text: str, place: _Place, read: Callable[[str, int], ReadFields]) -> FrontMatter:
    raw = text[place.start : place.end]
    first_line = text.count("\n", 0, place.start) + 1
    found = read(raw, first_line)
    message = "The front-matter is never closed; it was read down to the first empty line."
    faults = () if place.closed else (Fault(max(1, first_line - 1), message),)
    at_line_start = text[place.body - 1 : place.body] == "\n"
    return FrontMatter(
        body=text[place.body :],
        body_line=text.count("\n", 0, place.body) + (1 if at_line_start else 2),
        fields={name: value.plain() for name, value in found.values.items()},
        lines={name: value.line for name, value in _with_nested(found.values)},
        items={name: _items(value.content) for name, value in _with_nested(found.values) if _is_list(value)},
        raw=raw,
        faults=(*faults, *found.faults),
        is_sound=place.closed and found.is_sound,
    )


def _with_nested(values: dict[str, Value]) -> Iterator[tuple[str, Value]]:
    for name, value in values.items():
        yield name, value
        if isinstance(value.content, dict):
            yield from ((f"{name}.{inner}", inner_value) for inner, inner_value in value.content.items())


def _is_list(value: Value) -> bool:
    return isinstance(value.content, tuple)


def _items(content: object) -> tuple[tuple[int, str], ...]:
    assert isinstance(content, tuple)
    return tuple((item.line, item.in_words()) for item in content)
