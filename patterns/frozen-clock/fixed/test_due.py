from datetime import UTC, datetime, timedelta

import pytest

MIDNIGHT = datetime(2026, 3, 2, tzinfo=UTC)
MOMENTS = [MIDNIGHT - timedelta(seconds=1), MIDNIGHT, MIDNIGHT + timedelta(seconds=1)]


def is_overdue(invoice, now):
    return invoice["due"] < now


@pytest.mark.parametrize("now", MOMENTS)
def test_an_invoice_of_yesterday_is_overdue(now):
    yesterday = now - timedelta(days=1)
    assert is_overdue({"due": yesterday}, now)


@pytest.mark.parametrize("now", MOMENTS)
def test_an_invoice_of_tomorrow_is_not(now):
    tomorrow = now + timedelta(days=1)
    assert not is_overdue({"due": tomorrow}, now)
