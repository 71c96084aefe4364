"""Two versions of a suite side by side: line beside line, and which of them were changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest


@dataclass(frozen=True)
class Line:
    """A line with its 1-based number; the number is None where one side has nothing."""

    number: int | None = None
    text: str = ""


@dataclass(frozen=True)
class Row:
    broken: Line
    fixed: Line
    changed: bool


@dataclass(frozen=True)
class ComparedFile:
    """`fixed` is the whole text once repaired, "" if the repair takes the file away."""

    name: str
    rows: tuple[Row, ...]
    fixed: str

    @property
    def changed(self) -> bool:
        return any(row.changed for row in self.rows)


def compare(broken: Mapping[str, str], fixed: Mapping[str, str]) -> list[ComparedFile]:
    """Each file of either suite, those first that the repair changes."""
    names = list(dict.fromkeys([*broken, *fixed]))
    files = [_compare(name, broken.get(name, ""), fixed.get(name, "")) for name in names]
    return sorted(files, key=lambda file: not file.changed)


def _compare(name: str, broken: str, fixed: str) -> ComparedFile:
    left, right = broken.splitlines(), fixed.splitlines()
    rows = []
    for change, *places in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        first_left, end_left, first_right, end_right = places
        pairs = zip_longest(_lines(left, first_left, end_left), _lines(right, first_right, end_right), fillvalue=Line())
        rows += [Row(*pair, changed=change != "equal") for pair in pairs]
    return ComparedFile(name, tuple(rows), fixed)


def _lines(texts: list[str], first: int, end: int) -> list[Line]:
    return [Line(number, texts[number - 1]) for number in range(first + 1, end + 1)]
