import shutil

import pytest
from films import command, shorten


@pytest.fixture
def ffmpeg(image_without_tools):
    if shutil.which("ffmpeg") is None:
        pytest.skip("ffmpeg is not installed here")


def test_a_film_is_cut_after_some_seconds():
    assert command("ffmpeg", "film.mp4", seconds=5)[1:3] == ["-t", "5"]


def test_a_film_is_made_shorter(ffmpeg):
    shorten("film.mp4", seconds=5)
