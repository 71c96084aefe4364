from prices import price


def test_a_price_is_written_the_german_way():
    assert price(123456) == "1.234,56 €"
