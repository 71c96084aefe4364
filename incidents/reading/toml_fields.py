"""TOML front-matter (`+++`), as static site generators write it, read as text with line numbers."""

import re
import tomllib

from incidents.reading.field_values import ReadFields, Value
from incidents.reading.values import Fault

MAX_CHARACTERS = 100_000
MAX_IN_A_ROW = 20
MAX_DEPTH = 10
DEEP = re.compile(rf"(?:[\[{{]\s*+){{{MAX_IN_A_ROW}}}|(?:\.\s*+[\w\"'-]++){{{MAX_IN_A_ROW}}}")
KEY_LINE = re.compile(r"\s*+(?P<key>[\w-]++)\s*+=\s*+(?P<rest>.*+)$")
TABLE_LINE = re.compile(r"\s*+\[\[?(?P<key>[\w-]++)")


def read_toml(raw: str, first_line: int) -> ReadFields:
    """The keys of `raw`, whose first line is line `first_line` of the file; `key = value` lines if it is broken."""
    lines = raw.split("\n")
    if len(raw) > MAX_CHARACTERS or DEEP.search(raw):
        return _read_lines(lines, first_line, "is too long or nested too deeply")
    try:
        found = tomllib.loads(raw)
    except ValueError as error:
        return _read_lines(lines, first_line, f"is not valid TOML ({error})")
    places = _places(lines, first_line)
    return ReadFields({name: _value(value, places.get(name, first_line)) for name, value in found.items()})


def _value(found: object, line: int, depth: int = 0) -> Value:
    if depth > MAX_DEPTH:
        return Value("…", line)
    if isinstance(found, list):
        return Value(tuple(_value(item, line, depth + 1) for item in found), line)
    if isinstance(found, dict):
        return Value({name: _value(value, line, depth + 1) for name, value in found.items()}, line)
    return Value(str(found).lower() if isinstance(found, bool) else str(found), line)


def _places(lines: list[str], first_line: int) -> dict[str, int]:
    """The line of every key outside tables, and of every table."""
    places: dict[str, int] = {}
    in_table = False
    for number, line in enumerate(lines, start=first_line):
        table = TABLE_LINE.match(line)
        in_table = in_table or bool(table)
        found = table or (None if in_table else KEY_LINE.match(line))
        if found:
            places.setdefault(found["key"], number)
    return places


def _read_lines(lines: list[str], first_line: int, why: str) -> ReadFields:
    values: dict[str, Value] = {}
    for number, line in enumerate(lines[:MAX_CHARACTERS], start=first_line):
        found = KEY_LINE.match(line)
        if found:
            values.setdefault(found["key"], Value(found["rest"].strip().strip("\"'"), number))
    fault = Fault(first_line, f"The front-matter {why}; it was read line by line.")
    return ReadFields(values, (fault,), is_sound=False)
