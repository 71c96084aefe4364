from unittest.mock import patch

import rates


def test_an_amount_is_changed():
    fetch = patch("rates.fetch", autospec=True).start()
    fetch.return_value = 0.5
    assert rates.in_euro(10, "USD") == 5


def test_the_bank_is_asked_for_the_currency():
    fetch = patch("rates.fetch", autospec=True).start()
    fetch.return_value = 2
    rates.in_euro(10, "GBP")
    fetch.assert_called_once_with("GBP")
