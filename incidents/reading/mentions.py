"""Where a document leads to by relative links, pictures and `[[names]]`; whether that is there is not known here."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from incidents.reading.blocks import Markdown
from incidents.reading.values import Mention

# (address), (<address>), (address "title"); an address may hold brackets two deep.
DESTINATION = r"""
    \(\s*+
    (?:<(?P<angled>[^<>\n]*+)>|(?P<plain>(?:[^\s()<]|\((?:[^\s()]|\([^\s()]*+\))*+\))*+))
    (?:\s++(?:"(?P<double>[^"]*+)"|'(?P<single>[^']*+)'|\((?P<round>[^()]*+)\)))?+
    \s*+\)
    """
# [[name]], [[name|shown]], [[name#heading]]; a bracket or parenthesis behind it makes it an ordinary link.
NAME = r"""
    (?<!\\)\[\[(?P<name>[^\[\]|\#\n\x02\x03]{0,300}+)
    (?:\#(?P<heading>[^\[\]|\n\x02\x03]{1,300}+))?+
    (?:\|(?P<shown>[^\[\]\n]{1,300}+))?+\]\](?![(\[])
    """
PLACE = re.compile(rf"{NAME}|(?<=\]){DESTINATION}", re.VERBOSE)
ELSEWHERE = re.compile(r"//|[a-z][a-z0-9+.-]*+:", re.I)
BEHIND_ADDRESS = re.compile(r"[?#]")
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
BACKTICKS = re.compile(r"`++")
WITH_TEXT = ("paragraph", "heading", "cell")
LONGEST_TARGET = 1000
MOST = 2000


def read_mentions(markdown: Markdown) -> tuple[Mention, ...]:
    """What the text leads to inside its own collection, each target once with its first line, in order.

    A target is an address without fragment and query, percent signs decoded, or a name in its double brackets.
    """
    first: dict[str, int] = {}
    for target, line in _targets(markdown):
        if target and len(target) <= LONGEST_TARGET and len(first) < MOST:
            first.setdefault(target, line)
    return tuple(Mention(target, line) for target, line in first.items())


def local_target(address: str) -> str:
    """The target as `read_mentions` gives it, or "" if the address leads to another site or stays on the page."""
    if ELSEWHERE.match(address):
        return ""
    return unquote(BEHIND_ADDRESS.split(address, maxsplit=1)[0])


def named_target(name: str) -> str:
    """The same for a name; `[[#heading]]` stays on the page and gives ""."""
    words = " ".join(name.split())
    return f"[[{words}]]" if words else ""


def _targets(markdown: Markdown) -> Iterator[tuple[str, int]]:
    for block in (block for top in markdown.blocks for block in top.walk()):
        if block.kind in WITH_TEXT and "[" in block.text:
            yield from _targets_of(block.text, block.lines)
    for target in markdown.targets.values():
        yield local_target(target.address), 1


def _targets_of(text: str, lines: tuple[int, int]) -> Iterator[tuple[str, int]]:
    text, line, counted = _without_code(text), lines[0], 0
    for found in PLACE.finditer(text):
        line = min(line + text.count("\n", counted, found.start()), lines[1])
        counted = found.start()
        if found["name"] is not None:
            yield named_target(found["name"]), line
        else:
            address = found["angled"] if found["angled"] is not None else found["plain"]
            yield local_target(ESCAPED.sub(r"\1", address)), line


def _without_code(text: str) -> str:
    """The text with spaces in place of its code spans: from a run of backticks to the next of the same length."""
    runs = list(BACKTICKS.finditer(text))
    closing: dict[int, int] = {}
    latest: dict[int, int] = {}
    for number in range(len(runs) - 1, -1, -1):
        closing[number] = latest.get(len(runs[number][0]), 0)
        latest[len(runs[number][0])] = number
    parts, done, number = [], 0, 0
    while number < len(runs):
        if end := closing[number]:
            parts += [text[done : runs[number].start()], " " * (runs[end].end() - runs[number].start())]
            done, number = runs[end].end(), end
        number += 1
    return "".join([*parts, text[done:]])
