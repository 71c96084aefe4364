"""Charts as places on a surface: widths in percent, so that a chart fits any window; heights in pixels."""

from collections.abc import Sequence
from dataclasses import dataclass

HEIGHT = 160.0
# Above the columns there is room for the number of the highest line, below them for the names of the periods.
TOP, FOOT = 18.0, 22.0
FILLED = 0.82
# Beyond so many names, a few are told: in a narrow window they must not touch.
ALL_NAMED, SOME_NAMED = 6, 4
LINES = (0, 0.5, 1)
STEPS = (1, 2, 5)


@dataclass(frozen=True)
class Series:
    """The same thing counted in each period. `name` is what the style sheet knows it by."""

    name: str
    label: str
    values: tuple[float, ...]


@dataclass(frozen=True)
class Bar:
    """A rectangle: `x` and `width` in percent, `y` and `height` in pixels; `title` says in words what it shows."""

    x: float
    y: float
    width: float
    height: float
    name: str
    title: str


@dataclass(frozen=True)
class Label:
    """Words at a place; `anchor` is "start", "middle" or "end", as SVG has it."""

    x: float
    y: float
    text: str
    anchor: str


@dataclass(frozen=True)
class Chart:
    height: float
    bars: tuple[Bar, ...]
    lines: tuple[Label, ...]
    labels: tuple[Label, ...]
    series: tuple[Series, ...]


def columns(names: Sequence[str], series: Sequence[Series], *, unit: str = "", top: float = 0) -> Chart:
    """A column for each of `names`, the series stacked in it, the first at the bottom.

    `top` is what the full height means; 0: the next round number above the highest column. `unit` follows each number.
    """
    highest = max((sum(values) for values in zip(*(one.values for one in series), strict=True)), default=0)
    full = top or round_up(highest)
    return Chart(
        HEIGHT + TOP + FOOT,
        tuple(_bars(names, series, unit, full)),
        tuple(Label(0, round(TOP + HEIGHT * (1 - part), 1), told(full * part, unit), "end") for part in _lines(full)),
        tuple(_labels(names)),
        tuple(series),
    )


def lengths(values: Sequence[float]) -> tuple[float, ...]:
    """How long the bar of each value is beside the others, in percent of the longest."""
    longest = max(values, default=0)
    return tuple(round(100 * value / longest, 1) if longest else 0.0 for value in values)


def round_up(value: float) -> float:
    """The next of 1, 2, 5, 10, 20, 50 … that is no less than `value`."""
    power = 1
    while True:
        for step in STEPS:
            if step * power >= value:
                return float(step * power)
        power *= 10


def told(value: float, unit: str = "") -> str:
    """A number as people write it, whole where it is: 3, 2.5, 40 %."""
    number = f"{value:.1f}".removesuffix(".0")
    return f"{number} {unit}" if unit else number


def _bars(names: Sequence[str], series: Sequence[Series], unit: str, full: float) -> list[Bar]:
    step = 100 / max(len(names), 1)
    floors = [TOP + HEIGHT] * len(names)
    bars = []
    for one in series:
        for place, value in enumerate(one.values):
            if not value:
                continue
            height = min(HEIGHT * value / full, floors[place] - TOP)
            floors[place] -= height
            x = step * (place + (1 - FILLED) / 2)
            title = f"{names[place]}: {one.label} {told(value, unit)}"
            bars.append(
                Bar(round(x, 2), round(floors[place], 1), round(step * FILLED, 2), round(height, 1), one.name, title)
            )
    return bars


def _lines(full: float) -> list[float]:
    """Where lines are drawn; one at half the height only if a whole number stands there."""
    return [part for part in LINES if full * part % 1 == 0]


def _labels(names: Sequence[str]) -> list[Label]:
    """Few names stand under the middle of their columns; of many some are told, the last of them up to its column."""
    if not names:
        return []
    step, y = 100 / len(names), HEIGHT + TOP + FOOT - 5
    if len(names) <= ALL_NAMED:
        return [Label(round(step * (place + 0.5), 2), y, name, "middle") for place, name in enumerate(names)]
    chosen = range(0, len(names), -(-len(names) // SOME_NAMED))
    *others, last = [Label(round(step * place, 2), y, names[place], "start") for place in chosen]
    return [*others, Label(round(step * (chosen[-1] + 1), 2), y, last.text, "end")]
