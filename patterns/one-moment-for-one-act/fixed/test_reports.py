from datetime import UTC, datetime

from freezegun import freeze_time


def write(reports, now):
    reports[now.date()] = "17 orders"


def read(reports, now):
    if now.date() not in reports:
        raise LookupError(f"there is no report for {now.date()}")
    return reports[now.date()]


def publish(reports, now):
    write(reports, now)
    return read(reports, now)


@freeze_time("2026-03-01 23:59:59", auto_tick_seconds=1)
def test_the_report_of_the_day_is_published():
    assert publish({}, datetime.now(UTC)) == "17 orders"
