from datetime import UTC, datetime

from freezegun import freeze_time


def write(reports):
    reports[datetime.now(UTC).date()] = "17 orders"


def read(reports):
    day = datetime.now(UTC).date()
    if day not in reports:
        raise LookupError(f"there is no report for {day}")
    return reports[day]


def publish(reports):
    write(reports)
    return read(reports)


@freeze_time("2026-03-01 23:59:59", auto_tick_seconds=1)
def test_the_report_of_the_day_is_published():
    assert publish({}) == "17 orders"
