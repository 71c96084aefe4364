def test_prices_are_summed_up_without_the_network():
    assert sum([200, 750]) == 950
