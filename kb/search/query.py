"""What somebody typed into the search box: words, "quoted phrases" and filters such as `kind:incident`.

What cannot be understood is said in a sentence and searched as words, or left out: a search never fails.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from kb.search.words import coarse, fine

# A filter begins a word and has its value at once: `ImportError: no module`, `app.py:12` and `std::string` are words.
TOKEN = re.compile(
    r"""(?P<name>[a-z]{2,12}):(?P<value>"[^"]*"|\w[^\s"]*)(?!\S)
    | "(?P<phrase>[^"]*)"?
    | (?P<word>\S+)""",
    re.VERBOSE,
)
# A value that is understood without quotes.
ONE_WORD = re.compile(r'\w[^\s"]*')
# The name of an error with what it says; the first words of reports.
PRINTED = re.compile(
    r"""(?:Error|Exception|Warning|Failure|Exit)(?:\[\w+\])?:\ ?[^\s:]
    | Traceback\ \(most\ recent | \bFAILED\ \S+:: | ^panic:\  | ^E\ {2,}\S | ^npm\ ERR! | ^error\[E\d+\]""",
    re.VERBOSE,
)
DAYS = ("after", "before")
# What begins with a single letter is nearly everything.
SHORTEST_BEGINNING = 2
# What is longer is no question but a paste, and belongs to the matcher.
MAX_TERMS = 24


@dataclass(frozen=True)
class Term:
    """One word, name or phrase. It is found as the run of its `parts`, or read coarsely as `whole` if that differs.

    With `begins` its last part may go on: `sqlalch` finds sqlalchemy.
    """

    text: str
    parts: tuple[str, ...]
    whole: tuple[str, ...] = ()
    begins: bool = False


@dataclass(frozen=True)
class Query:
    """A question as understood. `chosen` has the values of each filter, `notes` a sentence for what is not."""

    text: str
    terms: tuple[Term, ...] = ()
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    after: date | None = None
    before: date | None = None
    notes: tuple[str, ...] = ()

    @property
    def asks(self) -> bool:
        """Whether there is anything to look for."""
        return bool(self.terms or self.narrowed)

    @property
    def narrowed(self) -> bool:
        return bool(self.chosen.keys() - {"sort"} or self.after or self.before)

    @property
    def is_newest_first(self) -> bool:
        return "newest" in self.chosen.get("sort", ())


def read_query(text: str, filters: Mapping[str, Collection[str]]) -> Query:
    """Reads a question. `filters` has for each filter its values; none means that any value will do."""
    words: list[tuple[str, bool]] = []
    chosen: dict[str, list[str]] = {}
    days: dict[str, date] = {}
    notes: dict[str, None] = {}
    is_open = False
    for token in TOKEN.finditer(text):
        name, value = token["name"], (token["value"] or "").strip('"')
        if name in DAYS:
            note = _take_day(days, name, value)
        elif name in filters:
            note = _take_value(chosen, name, value.lower(), filters[name])
        else:
            words.append((token["phrase"] or token[0], token["phrase"] is not None))
            is_open = token["phrase"] is None and token.end() == len(text)
            note = _unknown(name, value, filters)
        if note:
            notes[note] = None
    chosen_once = {name: tuple(dict.fromkeys(values)) for name, values in chosen.items()}
    terms = tuple(_terms(words, is_open=is_open))
    return Query(text, terms, chosen_once, days.get("after"), days.get("before"), tuple(notes))


def is_error(text: str) -> bool:
    """Whether this was rather printed by a program than typed by a person: then the matcher knows more of it."""
    return "\n" in text.strip() or bool(PRINTED.search(text))


def with_filter(text: str, name: str, values: Iterable[str]) -> str:
    """The question with these values of a filter and no others. Words stay behind filters: the last may be unfinished.

    >>> with_filter("kind:fix lock", "kind", ["rule"])
    'kind:rule lock'
    """
    kept = [token[0] for token in TOKEN.finditer(text) if token["name"] != name]
    written = (value if ONE_WORD.fullmatch(value) else f'"{value}"' for value in values)
    return " ".join([*(f"{name}:{value}" for value in written), *kept])


def _take_day(days: dict[str, date], name: str, value: str) -> str:
    try:
        days[name] = date.fromisoformat(value)
    except ValueError:
        return f"“{value}” is no day: write {name}:2025-01-31."
    return ""


def _take_value(chosen: dict[str, list[str]], name: str, value: str, known: Collection[str]) -> str:
    if known and value not in known:
        return f"There is no {name} “{value}”, so it was left out: there are {', '.join(known)}."
    chosen.setdefault(name, []).append(value)
    return ""


def _unknown(name: str | None, value: str, filters: Collection[str]) -> str:
    if not name or not value[:1].isalpha():
        return ""
    return f"There is no filter “{name}”, so it was searched as words: filters are {', '.join((*filters, *DAYS))}."


def _terms(words: list[tuple[str, bool]], *, is_open: bool) -> Iterator[Term]:
    kept = [(text, quoted, parts) for text, quoted in words if (parts := tuple(fine(text)))][:MAX_TERMS]
    for place, (text, quoted, parts) in enumerate(kept, 1):
        whole = () if quoted else tuple(coarse(text))
        begins = is_open and not quoted and place == len(kept) and len(parts[-1]) >= SHORTEST_BEGINNING
        yield Term(text, parts, whole if whole != parts else (), begins)
