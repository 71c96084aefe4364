"""A time axis: days put into weeks, months, quarters or years, so that a drawing of them stays readable."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

# A drawing that is 320 px wide has room for so many columns.
MOST_COLUMNS = 26
# Years are the longest step: of a longer time the last years are drawn.
MOST_YEARS = 60


@dataclass(frozen=True)
class Period:
    """From the day `first` on, to the day before the next one. `label` is how an axis calls it."""

    first: date
    label: str


@dataclass(frozen=True)
class Timeline:
    """The periods from the first to the last day, those in which nothing happened too; `place` of a day among them."""

    periods: tuple[Period, ...]
    place: dict[date, int]


def week(day: date) -> Period:
    monday = day - timedelta(days=min(day.weekday(), (day - date.min).days))
    return Period(monday, f"{monday.day} {monday:%b %Y}")


def month(day: date) -> Period:
    return Period(day.replace(day=1), f"{day:%b %Y}")


def quarter(day: date) -> Period:
    number = (day.month - 1) // 3
    return Period(date(day.year, 3 * number + 1, 1), f"Q{number + 1} {day.year}")


def year(day: date) -> Period:
    return Period(date(day.year, 1, 1), str(day.year))


# The shortest first, with the number of days that most of them have.
STEPS: tuple[tuple[Callable[[date], Period], int], ...] = ((week, 7), (month, 30), (quarter, 91), (year, 365))


def timeline(days: Iterable[date]) -> Timeline:
    """The days in the shortest step that needs no more than about MOST_COLUMNS periods."""
    told = sorted(set(days))
    if not told:
        return Timeline((), {})
    span = (told[-1] - told[0]).days
    step = next((step for step, length in STEPS if span < MOST_COLUMNS * length), year)
    periods = _from_to(told[0], told[-1], step)
    number = {period: place for place, period in enumerate(periods)}
    return Timeline(tuple(periods), {day: number[step(day)] for day in told if step(day) in number})


def _from_to(first: date, last: date, step: Callable[[date], Period]) -> list[Period]:
    found = [step(last)]
    while found[-1].first > first and len(found) < MOST_YEARS:
        found.append(step(found[-1].first - timedelta(days=1)))
    return found[::-1]
