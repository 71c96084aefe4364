import pytest


@pytest.mark.slow
def test_all_orders_of_a_year_are_summed_up():
    assert sum(range(365)) == 66430
