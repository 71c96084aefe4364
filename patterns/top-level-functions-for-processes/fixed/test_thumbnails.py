import multiprocessing
from functools import partial


def shrink(size, factor):
    return size // factor


def shrink_all(sizes, factor):
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        return pool.map(partial(shrink, factor=factor), sizes)


def test_pictures_are_made_smaller():
    assert shrink_all([800, 600], factor=4) == [200, 150]
