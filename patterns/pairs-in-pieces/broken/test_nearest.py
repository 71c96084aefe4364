import numpy as np


def nearest(houses, shops):
    return np.abs(houses[:, None] - shops[None, :]).min(axis=1)


def test_each_house_has_a_shop_near_by():
    houses = np.arange(1_000_000, dtype=float)
    shops = houses + 0.25
    assert (nearest(houses, shops) == 0.25).all()
