import numpy as np


def nearest(houses, shops, piece=100_000):
    shops = np.sort(shops)
    pieces = range(0, len(houses), piece)
    return np.concatenate([_nearest(houses[i : i + piece], shops) for i in pieces])


def _nearest(houses, shops):
    right = np.searchsorted(shops, houses).clip(0, len(shops) - 1)
    left = (right - 1).clip(0)
    return np.minimum(np.abs(shops[left] - houses), np.abs(shops[right] - houses))


def test_each_house_has_a_shop_near_by():
    houses = np.arange(1_000_000, dtype=float)
    shops = houses + 0.25
    assert (nearest(houses, shops) == 0.25).all()
