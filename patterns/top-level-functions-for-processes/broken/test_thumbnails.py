import multiprocessing


def shrink_all(sizes, factor):
    def shrink(size):
        return size // factor

    with multiprocessing.get_context("spawn").Pool(2) as pool:
        return pool.map(shrink, sizes)


def test_pictures_are_made_smaller():
    assert shrink_all([800, 600], factor=4) == [200, 150]
