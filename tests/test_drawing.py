"""Charts as plain values: what is drawn where, and what it says."""

from datetime import date

import pytest

from kb.drawing.charts import HEIGHT, TOP, Series, columns, lengths, round_up, told
from kb.drawing.periods import timeline

KNOWN, VAGUE = Series("known", "known", (3, 0)), Series("vague", "too little to go on", (1, 2))


def test_series_stand_on_each_other_from_the_bottom():
    first, _, above = sorted(columns(["May", "June"], [KNOWN, VAGUE]).bars, key=lambda bar: (bar.name, bar.x))[:3]
    assert first.name == "known"
    assert first.y + first.height == pytest.approx(TOP + HEIGHT)
    assert above.name == "vague"


def test_a_column_is_as_high_as_its_sum():
    bars = columns(["May", "June"], [KNOWN, VAGUE]).bars
    may = [bar for bar in bars if bar.x < 50]
    assert sum(bar.height for bar in may) == pytest.approx(HEIGHT * 4 / 5)


def test_a_bar_says_in_words_what_it_shows():
    assert [bar.title for bar in columns(["May", "June"], [KNOWN, VAGUE]).bars] == [
        "May: known 3",
        "May: too little to go on 1",
        "June: too little to go on 2",
    ]


def test_all_bars_stay_within_the_surface():
    values = tuple(100 / 3 for _ in range(40))
    chart = columns([str(n) for n in range(40)], [Series(str(n), "", values) for n in range(3)], top=100, unit="%")
    assert all(bar.x >= 0 and bar.x + bar.width <= 100 and bar.y >= TOP - 0.1 for bar in chart.bars)


def test_many_columns_are_named_here_and_there():
    assert len(columns([str(n) for n in range(26)], []).labels) == 4
    assert len(columns(["1 week", "1 month", "longer"], []).labels) == 3


@pytest.mark.parametrize("n", [1, 5, 6, 7, 22, 26, 60])
def test_no_name_runs_over_the_right_edge(n):
    labels = columns([str(number) for number in range(n)], []).labels
    assert all(label.x <= 100 and (label.anchor != "start" or label.x <= 75) for label in labels)


@pytest.mark.parametrize("names", [[], ["May"]])
def test_nothing_counted_is_a_chart_without_bars(names):
    assert columns(names, [Series("known", "known", (0,) * len(names))]).bars == ()


@pytest.mark.parametrize(("value", "top"), [(0, 1), (1, 1), (3, 5), (5, 5), (51, 100), (1001, 2000)])
def test_an_axis_ends_at_a_round_number(value, top):
    assert round_up(value) == top


@pytest.mark.parametrize(("top", "lines"), [(1, ["0", "1"]), (10, ["0", "5", "10"])])
def test_no_line_stands_at_half_a_thing(top, lines):
    assert [line.text for line in columns(["May"], [], top=top).lines] == lines


@pytest.mark.parametrize(("number", "unit", "words"), [(3.0, "", "3"), (2.54, "", "2.5"), (40.0, "%", "40 %")])
def test_numbers_are_told_as_people_write_them(number, unit, words):
    assert told(number, unit) == words


def test_bars_of_a_ranking_are_parts_of_the_longest():
    assert lengths([8, 4, 1]) == (100.0, 50.0, 12.5)
    assert lengths([0, 0]) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("days", "labels"),
    [
        ([date(2026, 5, 6)], ["4 May 2026"]),
        ([date(2026, 5, 6), date(2026, 5, 20)], ["4 May 2026", "11 May 2026", "18 May 2026"]),
        ([date(2025, 11, 1), date(2026, 7, 1)], ["Nov 2025", *["Dec 2025", "Jan 2026", "Feb 2026"]]),
        ([date(2020, 2, 1), date(2024, 6, 1)], ["Q1 2020", "Q2 2020", "Q3 2020", "Q4 2020"]),
        ([date(1999, 1, 1), date(2026, 6, 1)], ["1999", "2000", "2001"]),
    ],
    ids=["one week", "weeks", "months", "quarters", "years"],
)
def test_the_longer_the_time_the_longer_its_periods(days, labels):
    assert [period.label for period in timeline(days).periods][: len(labels)] == labels


def test_each_day_has_its_place_and_empty_weeks_are_there_too():
    first, last = date(2026, 5, 6), date(2026, 5, 20)
    assert timeline([last, first]).place == {first: 0, last: 2}


def test_of_a_thousand_years_the_last_are_drawn():
    found = timeline([date(1, 1, 1), date(2026, 1, 1)])
    assert len(found.periods) == 60
    assert date(1, 1, 1) not in found.place


def test_no_days_no_periods():
    assert timeline([]).periods == ()
