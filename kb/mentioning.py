"""Who is called upon in a text: `@name`, outside code and addresses. No Django: text in, names and HTML out."""

import re
from collections.abc import Mapping
from html import escape

# What is quoted as code names a decorator or a package, not somebody.
CODE = re.compile(r"^(?P<fence>`{3,}|~{3,}).*?(?:^(?P=fence)|\Z)|(?P<ticks>`{1,3})[^`]{1,2000}(?P=ticks)", re.M | re.S)
NAME = re.compile(r"(?<![\w@/.&#-])@(?P<name>[A-Za-z][\w.+-]{0,148}\w|[A-Za-z])")
# A piece of HTML: a tag, or the words up to the next one.
PIECE = re.compile(r"<(?P<close>/?)(?P<tag>[a-z][a-z0-9]*)[^<>]*>|[^<]+|<")
# Inside these nothing is touched.
CLOSED = frozenset(("a", "code", "pre"))
MOST_NAMES = 200


def names_in(text: str) -> frozenset[str]:
    """The names that a Markdown text calls upon, in small letters and without `@`."""
    if "@" not in text:
        return frozenset()
    return frozenset(found["name"].casefold() for found in NAME.finditer(CODE.sub(" ", text)))


def names_in_html(html: str) -> frozenset[str]:
    """The names that a page may have to show as people, at most MOST_NAMES; some may stand in code."""
    found = (name["name"].casefold() for name in NAME.finditer(html)) if "@" in html else ()
    return frozenset(name for name, _ in zip(dict.fromkeys(found), range(MOST_NAMES), strict=False))


def with_people(html: str, people: Mapping[str, str]) -> str:
    """The safe `html` with each `@name` of `people` as a chip; `people` has full names by name in small letters."""
    if not people:
        return html
    inside, parts = 0, []
    for piece in PIECE.finditer(html):
        if piece["tag"] in CLOSED:
            inside = max(0, inside + (-1 if piece["close"] else 1))
        is_words = not piece["tag"] and not inside
        parts.append(NAME.sub(lambda name: _chip(name, people), piece[0]) if is_words else piece[0])
    return "".join(parts)


def _chip(found: re.Match[str], people: Mapping[str, str]) -> str:
    name = found["name"].casefold()
    if name not in people:
        return found[0]
    return f'<span class="chip person" title="{escape(people[name])}">{found[0]}</span>'
