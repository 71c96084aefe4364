import pytest


@pytest.fixture(autouse=True)
def image_without_tools(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
