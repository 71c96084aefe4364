"""What a panel is: one figure, one chart and one table about the same thing."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kb.drawing.charts import Chart, Series, columns, lengths
from kb.drawing.periods import timeline

UNDATED = "without a date"


@dataclass(frozen=True)
class Named:
    """A cell that leads somewhere."""

    text: str
    url: str
    code: bool = False

    def __str__(self):
        return self.text


@dataclass(frozen=True)
class Panel:
    """`total` counts all rows; `bars` are how long each is, in percent, where the table is its own chart; `url` lists
    what the figure counts.
    """

    figure: str
    said: str
    headings: tuple[str, ...]
    rows: list[tuple]
    chart: Chart | None = None
    bars: tuple[float, ...] = ()
    total: int = 0
    note: str = ""
    url: str = ""

    @property
    def marked(self):
        """The rows, each with its bar or None."""
        return list(zip(self.rows, self.bars or [None] * len(self.rows), strict=True))

    @property
    def n_more(self):
        return max(0, self.total - len(self.rows))


def ranking(headings: tuple[str, ...], rows: list[tuple], total: int, said: str) -> Panel:
    """Rows whose second cell is the number that they are ranked by."""
    return Panel(str(total), said, headings, rows, bars=lengths([row[1] for row in rows]), total=total)


@dataclass(frozen=True)
class Counts:
    """How often each of several things was counted in each period, and without a date."""

    periods: list[str]
    by_name: Mapping[str, list[int]]
    undated: Mapping[str, int]

    def total(self, name: str) -> int:
        return sum(self.by_name[name]) + self.undated[name]

    def shares(self, labels: Mapping[str, str]) -> Chart:
        """A chart of what part of a period each thing is, in percent."""
        wholes = [sum(values) or 1 for values in zip(*self.by_name.values(), strict=True)]
        return columns(
            self.periods,
            [
                Series(name, label, tuple(100 * n / whole for n, whole in zip(self.by_name[name], wholes, strict=True)))
                for name, label in labels.items()
            ],
            unit="%",
            top=100,
        )

    def numbers(self, labels: Mapping[str, str]) -> Chart:
        return columns(self.periods, [Series(name, label, tuple(self.by_name[name])) for name, label in labels.items()])

    def rows(self) -> list[tuple]:
        """The latest period first; what has no date last, if there is any."""
        rows = list(zip(self.periods, *self.by_name.values(), strict=True))[::-1]
        return rows + ([(UNDATED, *self.undated.values())] if any(self.undated.values()) else [])


def counted(rows: Iterable[tuple[date | None, str, int]], names: Sequence[str]) -> Counts:
    """Puts (day, name, number) into the periods that suit the days."""
    rows = list(rows)
    axis = timeline(day for day, _, _ in rows if day)
    by_name = {name: [0] * len(axis.periods) for name in names}
    undated = Counter(dict.fromkeys(names, 0))
    for day, name, n in rows:
        if day is None:
            undated[name] += n
        elif day in axis.place:
            by_name[name][axis.place[day]] += n
    return Counts([period.label for period in axis.periods], by_name, undated)


def share(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)} %" if whole else "–"
