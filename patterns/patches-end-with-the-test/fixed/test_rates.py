from unittest.mock import patch

import pytest
import rates


@pytest.fixture
def fetch():
    with patch("rates.fetch", autospec=True) as fetch:
        yield fetch


def test_an_amount_is_changed(fetch):
    fetch.return_value = 0.5
    assert rates.in_euro(10, "USD") == 5


def test_the_bank_is_asked_for_the_currency(fetch):
    fetch.return_value = 2
    rates.in_euro(10, "GBP")
    fetch.assert_called_once_with("GBP")
