"""Front-matter values as every reader of front-matter gives them out: text, with the line where each stands."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from incidents.reading.values import Fault


@dataclass(frozen=True)
class Value:
    """`content` is text, the items of a list, or named values; `line` is the 1-based line of the file."""

    content: "str | tuple[Value, ...] | dict[str, Value]"
    line: int

    def plain(self) -> object:
        """The same as str, list and dict."""
        if isinstance(self.content, str):
            return self.content
        if isinstance(self.content, tuple):
            return [value.plain() for value in self.content]
        return {name: value.plain() for name, value in self.content.items()}

    def in_words(self) -> str:
        """One line of text: `phase: 03, provides: retries` for named values."""
        if isinstance(self.content, str):
            return " ".join(self.content.split())
        if isinstance(self.content, tuple):
            return ", ".join(value.in_words() for value in self.content)
        return ", ".join(f"{name}: {value.in_words()}" for name, value in self.content.items())


def first_of_each(pairs: Iterable[tuple[str, Value]]) -> dict[str, Value]:
    """Of names given twice the first counts, as people read from the top; the order stays."""
    values: dict[str, Value] = {}
    for name, value in pairs:
        values.setdefault(name, value)
    return values


@dataclass(frozen=True)
class ReadFields:
    """The named values of one front-matter block and what was wrong in it.

    `is_sound` is False where something had to be read line by line, because it is not what it was meant to be.
    """

    values: dict[str, Value] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    is_sound: bool = True
