import venv

import pytest


@pytest.fixture(autouse=True)
def another_python_comes_first(monkeypatch, tmp_path):
    venv.create(tmp_path / "other", with_pip=False, symlinks=True)
    monkeypatch.setenv("PATH", str(tmp_path / "other" / "bin"))
