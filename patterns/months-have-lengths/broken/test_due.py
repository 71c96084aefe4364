from datetime import date

from freezegun import freeze_time


def due_next_month():
    today = date.today()
    if today.month == 12:
        return today.replace(year=today.year + 1, month=1)
    return today.replace(month=today.month + 1)


@freeze_time("2026-01-31")
def test_an_invoice_is_due_next_month():
    assert due_next_month().month == 2
