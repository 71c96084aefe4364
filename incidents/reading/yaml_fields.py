"""YAML front-matter read as text with line numbers: `06`, `1.10`, `no` and dates stay what the author wrote."""

import re
from dataclasses import replace

import yaml

from incidents.reading.field_values import ReadFields, Value, first_of_each
from incidents.reading.loose_fields import Part, read_part, split_parts
from incidents.reading.values import Fault

# Checked before the parser sees the text: it is slow on many keys and recurses on deep nesting.
MAX_CHARACTERS = 200_000
MAX_LINES = 3_000
MAX_OPEN_BRACKETS = 50
MAX_LEADING_MARKS = 100
MAX_ALIASES = 100
# Checked while values are taken over: an alias bomb is small until it is unfolded.
MAX_VALUES = 10_000
MAX_DEPTH = 60
MAX_FAULTS = 20

LEADING_MARKS = re.compile(r"^[ \t\-?:]*+", re.MULTILINE)
ALIAS = re.compile(r"(?<![^\s\[{,])\*\w")
# YAML takes `#12` in `title: PR #12 fails` for a comment; people mean a number or a channel.
HASH_OF_TEXT = re.compile(r"\s+#\w")
ORDINARY_TAGS = {f"tag:yaml.org,2002:{name}" for name in ("str", "seq", "map")}
# The loader of libyaml is ten times faster; a build of PyYAML may lack it.
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class _TooMuch(ValueError):
    """The values unfold to more than MAX_VALUES or nest deeper than MAX_DEPTH."""


def read_yaml(raw: str, first_line: int) -> ReadFields:
    """The keys of `raw`, whose first line is line `first_line` of the file. Never raises.

    A key that is no YAML is read line by line, with a fault; the others keep their structure.
    """
    lines = raw[:MAX_CHARACTERS].split("\n")[:MAX_LINES]
    excess = _excess(raw)
    if excess:
        parts = split_parts(lines, first_line)
        faults = (Fault(first_line, f"The front-matter {excess}; it was read line by line."),)
        return replace(_with_doubles([(part.key, read_part(part)) for part in parts], faults), is_sound=False)
    try:
        return _Reading(raw, first_line).fields()
    except (yaml.YAMLError, ValueError, RecursionError):
        return _read_part_by_part(split_parts(lines, first_line), first_line)


def _excess(raw: str) -> str:
    """What is too much about the text, or ""."""
    if len(raw) > MAX_CHARACTERS or raw.count("\n") > MAX_LINES:
        return "is too long"
    if any(len(marks) > MAX_LEADING_MARKS for marks in LEADING_MARKS.findall(raw)) or _open_brackets(raw):
        return "is nested too deeply"
    if len(ALIAS.findall(raw)) > MAX_ALIASES:
        return "has too many aliases"
    return ""


def _open_brackets(raw: str) -> bool:
    depth = 0
    for mark in re.findall(r"[\[\]{}]", raw):
        depth = max(0, depth + (1 if mark in "[{" else -1))
        if depth > MAX_OPEN_BRACKETS:
            return True
    return False


def _read_part_by_part(parts: list[Part], first_line: int) -> ReadFields:
    pairs: list[tuple[str, Value]] = []
    faults: list[Fault] = []
    for part in parts:
        try:
            read = _Reading(part.source, part.line).fields()
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            pairs.append((part.key, read_part(part)))
            faults.append(Fault(_line_of(error, part.line), f"“{part.key}” is not valid YAML; it was read as text."))
        else:
            pairs += read.values.items()
            faults += read.faults
    if not parts:
        faults.append(Fault(first_line, "The front-matter has no “key: value” lines."))
    return replace(_with_doubles(pairs, tuple(faults[:MAX_FAULTS])), is_sound=False)


def _line_of(error: Exception, first_line: int) -> int:
    mark = getattr(error, "problem_mark", None)
    return first_line + mark.line if mark else first_line


def _with_doubles(pairs: list[tuple[str, Value]], faults: tuple[Fault, ...] = ()) -> ReadFields:
    values = first_of_each(pairs)
    doubles = [
        Fault(value.line, f"“{name}” is given twice; the first one counts.")
        for name, value in pairs
        if value is not values[name]
    ]
    return ReadFields(values, (*faults, *doubles[:MAX_FAULTS]))


class _Reading:
    """One text on its way from YAML nodes to values; counts what it unfolds."""

    def __init__(self, raw: str, first_line: int) -> None:
        self.raw = raw
        self.lines = raw.split("\n")
        self.first_line = first_line
        self.unfolded = 0
        self.faults: list[Fault] = []

    def fields(self) -> ReadFields:
        root = yaml.compose(self.raw, Loader=LOADER)
        if root is None:
            return ReadFields()
        if not isinstance(root, yaml.MappingNode):
            raise _TooMuch("The front-matter is no list of keys.")
        pairs = [(self._name(key), self._value(value, key)) for key, value in root.value]
        return _with_doubles(pairs, tuple(self.faults[:MAX_FAULTS]))

    def _name(self, key: yaml.Node) -> str:
        return key.value if isinstance(key, yaml.ScalarNode) else self._source(key)

    def _value(self, node: yaml.Node, place: yaml.Node, depth: int = 0) -> Value:
        """`place` is the node whose line counts: the key of a value, the item itself in a list."""
        self.unfolded += 1
        if self.unfolded > MAX_VALUES or depth > MAX_DEPTH:
            raise _TooMuch("The front-matter unfolds to too many values.")
        line = self.first_line + place.start_mark.line
        if node.tag not in ORDINARY_TAGS:
            self.faults.append(Fault(line, f"The tag {node.tag} was ignored; its value is read as text."))
        if isinstance(node, yaml.ScalarNode):
            return Value(self._text(node), line)
        if isinstance(node, yaml.SequenceNode):
            return Value(tuple(self._value(item, item, depth + 1) for item in node.value), line)
        if any(not isinstance(key, yaml.ScalarNode) for key, _ in node.value):
            return Value(self._source(node), line)
        return Value(first_of_each((key.value, self._value(value, key, depth + 1)) for key, value in node.value), line)

    def _text(self, node: yaml.ScalarNode) -> str:
        end = node.end_mark
        if node.style or end.line >= len(self.lines):
            return node.value.strip("\n")
        rest = self.lines[end.line][end.column :]
        return node.value + rest.rstrip() if HASH_OF_TEXT.match(rest) else node.value

    def _source(self, node: yaml.Node) -> str:
        return self.raw[node.start_mark.index : node.end_mark.index].strip()
