from rates import FakeBank, rate_of


def test_a_currency_has_a_rate():
    assert rate_of("USD", FakeBank()) == 0.5
