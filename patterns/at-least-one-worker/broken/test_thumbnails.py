import pytest
from thumbnails import shrink_all


@pytest.fixture(params=[8, 1])
def cores(request, monkeypatch):
    monkeypatch.setattr("os.cpu_count", lambda: request.param)


def test_pictures_are_made_smaller(cores):
    assert shrink_all([800, 600]) == [200, 150]
