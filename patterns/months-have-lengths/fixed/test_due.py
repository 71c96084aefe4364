import calendar
from datetime import date

from freezegun import freeze_time


def due_next_month():
    today = date.today()
    year, month = (today.year + 1, 1) if today.month == 12 else (today.year, today.month + 1)
    last = calendar.monthrange(year, month)[1]
    return date(year, month, min(today.day, last))


@freeze_time("2026-01-31")
def test_an_invoice_is_due_next_month():
    assert due_next_month() == date(2026, 2, 28)
