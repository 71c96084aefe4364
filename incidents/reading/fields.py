"""The named values of a document wherever they stand: front-matter, pairs, tables, headings, footer, file name."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from incidents.reading.drafts import STATING
from incidents.reading.front_matter import FrontMatter
from incidents.reading.inline import PLAIN_LABEL, plain, unlabelled
from incidents.reading.sections import Node
from incidents.reading.values import Fault
from incidents.reading.vocabulary.fields import DATES, FIELD_NAMES, SEVERITY_WORDS, STATUS_WORDS
from incidents.reading.vocabulary.phrases import Row, meaning_of, words_of

ISO_DATE = re.compile(r"(?<!\d)(?P<y>20\d\d|19\d\d)[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?!\d)")
CJK_DATE = re.compile(r"(?P<y>20\d\d)\s?年\s?(?P<m>\d{1,2})\s?月\s?(?P<d>\d{1,2})\s?[日号]")
COMPACT_DATE = re.compile(r"(?<!\d)(?P<y>20\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?!\d)")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WORD_DATES = (
    re.compile(r"\b(?P<month>[A-Z][a-z]{2,8})\.?\s(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s(?P<y>20\d\d)\b"),
    re.compile(r"\b(?P<d>\d{1,2})(?:st|nd|rd|th)?\s(?P<month>[A-Z][a-z]{2,8})\.?,?\s(?P<y>20\d\d)\b"),
)
PACKAGE = re.compile(
    r"(?<![\w./-])([A-Za-z][A-Za-z0-9_-]{1,30})(?: v?|==|@)(\d{1,4}\.\d{1,5}(?:\.\d{1,5}){0,2})(?![\w.%/-]*[%\w])"
)
NO_PACKAGES = frozenset(
    {
        "version",
        "vs",
        "phase",
        "step",
        "task",
        "section",
        "sprint",
        "the",
        "to",
        "from",
        "of",
        "in",
        "and",
        "is",
        "was",
        "plan",
    }
)
MOST_PACKAGES = 50
LONGEST_LINE = 5000
PERCENT = re.compile(r"\b(?P<share>\d{1,3})\s?%")
# Fields that are also kept under one name, whatever the document calls them.
NAMED_FIELDS = tuple(row for row in FIELD_NAMES if row.meaning in ("authors", "duration", "version"))
FOOTER_LINES = 12
HEADER_LINES = 60
LONGEST_VALUE = 200
LONGEST_NAME = 40


@dataclass(frozen=True)
class Named:
    """One named value as written, its 1-based line and where it was found: front-matter, header or footer."""

    name: str
    value: str
    line: int
    place: str


@dataclass(frozen=True)
class Fields:
    """All named values of a document and those that it is known by."""

    values: dict[str, object]
    date: str | None
    status: str
    severity: str | None
    faults: tuple[Fault, ...]


def read_fields(name: str, title: str, front: FrontMatter, root: Node) -> Fields:
    """The fields of a document; the file's `name` and the `title` are the last places to look for a date.

    `status` is "" where the document states none.
    """
    named = [*_of_front_matter(front), *_of_body(root)]
    by_meaning = _by_meaning(named)
    statuses = [status for n in by_meaning["status"] if (status := status_of(n.value))]
    severities = [s for n in by_meaning["severity"] if (s := meaning_of_words(n.value, SEVERITY_WORDS))]
    values: dict[str, object] = {}
    for n in named:
        if n.place != "front-matter":
            values.setdefault(_key(n.name), n.value)
            values.setdefault(meaning_of(n.name, NAMED_FIELDS) or _key(n.name), n.value)
    values |= front.fields
    values |= {"packages": packages} if (packages := _packages(root)) else {}
    return Fields(
        values,
        _date(named, title, name, root),
        statuses[0] if statuses else "",
        severities[0] if severities else None,
        tuple(_conflicts(by_meaning)),
    )


def _packages(root: Node) -> dict[str, str]:
    """The versions of named packages ("Vitest 1.0.0", "sqlalchemy==2.0.25"), as written, each at its first mention."""
    found: dict[str, str] = {}
    for node in root.walk():
        for name, version in PACKAGE.findall(node.raw[:LONGEST_LINE]) if node.kind not in ("section", "code") else ():
            if name.lower() not in NO_PACKAGES and len(found) < MOST_PACKAGES:
                found.setdefault(name, version)
    return found


def date_in(text: str) -> str | None:
    """The first date of `text` as YYYY-MM-DD, or None; a month alone is no date."""
    found = ISO_DATE.search(text) or CJK_DATE.search(text) or COMPACT_DATE.search(text)
    if found:
        return _iso(int(found["y"]), int(found["m"]), int(found["d"]))
    for form in WORD_DATES:
        found = form.search(text)
        if found and found["month"][:3].lower() in MONTHS:
            return _iso(int(found["y"]), MONTHS.index(found["month"][:3].lower()) + 1, int(found["d"]))
    return None


def status_of(value: str) -> str:
    """One of STATUSES but "unknown", or "" when the words say nothing. Less than all in per cent is partial."""
    share = PERCENT.search(value)
    if share and 0 < int(share["share"]) < 100:
        return "partial"
    return meaning_of_words(value, STATUS_WORDS)


def meaning_of_words(value: str, table: tuple[Row, ...]) -> str:
    """The meaning of the first row whose phrase occurs anywhere in `value`, or ""."""
    words = words_of(value.partition("(")[0]) or words_of(value)
    return next((r.meaning for r in table if r.pattern.search(words)), "")


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _of_front_matter(front: FrontMatter) -> Iterator[Named]:
    for key, value in front.fields.items():
        if isinstance(value, str):
            yield Named(key, value, front.lines.get(key, 1), "front-matter")


def _of_body(root: Node) -> Iterator[Named]:
    last = root.lines[1]
    for node in _outside_findings(root):
        first = node.lines[0]
        place = "header" if first <= HEADER_LINES else "footer" if first > last - FOOTER_LINES else ""
        if place:
            yield from (Named(n, v, first, place) for n, v in _pairs(node) if _is_name(n) and v)


def _outside_findings(node: Node) -> Iterator[Node]:
    """The nodes that may name a field: what stands under "Root causes" or "Prevention" names statements."""
    yield node
    for child in node.children:
        if child.kind != "section" or child.level == 1 or child.role not in STATING:
            yield from _outside_findings(child)


def _is_name(name: str) -> bool:
    return bool(name) and len(name) <= LONGEST_NAME


def _pairs(node: Node) -> Iterable[tuple[str, str]]:
    read = PAIRS.get(node.kind)
    return read(node) if read else ()


def _pair_of_label(node: Node) -> Iterable[tuple[str, str]]:
    is_short = node.label and node.text and len(node.text) <= LONGEST_VALUE
    return ((node.label, node.text),) if is_short else ()


def _pairs_of_item(node: Node) -> Iterable[tuple[str, str]]:
    return _pair_of_label(node) or _labelled_lines(node.raw)


def _pair_of_row(node: Node) -> Iterable[tuple[str, str]]:
    return ((node.cells[0][1], node.cells[1][1]),) if len(node.cells) == 2 else ()


def _pair_of_section(node: Node) -> Iterable[tuple[str, str]]:
    is_field = node.children and meaning_of(node.label, FIELD_NAMES)
    return ((node.label, node.children[0].text[:LONGEST_VALUE]),) if is_field else ()


def _pairs_of_paragraph(node: Node) -> Iterable[tuple[str, str]]:
    return _labelled_lines(node.raw)


PAIRS: dict[str, Callable[[Node], Iterable[tuple[str, str]]]] = {
    "label": _pair_of_label,
    "item": _pairs_of_item,
    "row": _pair_of_row,
    "section": _pair_of_section,
    "paragraph": _pairs_of_paragraph,
}


def _labelled_lines(markdown: str) -> Iterator[tuple[str, str]]:
    lines = (line for line in markdown.split("\n") if len(line) <= LONGEST_VALUE)
    for found in (PLAIN_LABEL.match(plain(unlabelled(line).text)) for line in lines):
        if found and found["rest"]:
            yield found["label"], found["rest"]


def _by_meaning(named: Iterable[Named]) -> defaultdict[str, list[Named]]:
    groups: defaultdict[str, list[Named]] = defaultdict(list)
    for n in named:
        groups[meaning_of(n.name, FIELD_NAMES)].append(n)
    return groups


def _key(name: str) -> str:
    return words_of(name).replace(" ", "_")


def _date(named: list[Named], title: str, name: str, root: Node) -> str | None:
    dated = [(meaning_of(n.name, DATES), i, date_in(n.value)) for i, n in enumerate(named)]
    best = sorted((rank, i, day) for rank, i, day in dated if rank and day)
    if best:
        return best[0][2]
    headings = (n.label for n in root.walk() if n.kind == "section")
    rows = (cell for n in root.walk() if n.kind == "row" for _, cell in n.cells[:1])
    places = (title, PurePath(name.replace("\\", "/")).name, *headings, *rows)
    return next((day for place in places if (day := date_in(place))), None)


def _conflicts(by_meaning: Mapping[str, list[Named]]) -> Iterator[Fault]:
    """Where the body says another status or severity than the front-matter: both are kept, and it is said."""
    for meaning, read in (("status", status_of), ("severity", lambda v: meaning_of_words(v, SEVERITY_WORDS))):
        said = [(n, normal) for n in by_meaning[meaning] if (normal := read(n.value))]
        front = next(((n, v) for n, v in said if n.place == "front-matter"), None)
        other = next(((n, v) for n, v in said if n.place == "header" and front and v != front[1]), None)
        if front and other:
            told = f"The front-matter says {meaning} {front[0].value!r}, the text {other[0].value!r}."
            yield Fault(other[0].line, told)
