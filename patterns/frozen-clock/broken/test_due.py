from datetime import UTC, datetime, timedelta


def is_overdue(invoice):
    return invoice["due"] < datetime.utcnow()


def test_an_invoice_of_yesterday_is_overdue():
    yesterday = datetime.now(UTC) - timedelta(days=1)
    assert is_overdue({"due": yesterday})


def test_an_invoice_of_tomorrow_is_not():
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    assert not is_overdue({"due": tomorrow})
