from films import shorten


def test_a_film_is_made_shorter():
    shorten("film.mp4", seconds=5)
