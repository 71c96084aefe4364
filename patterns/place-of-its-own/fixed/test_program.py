from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def write_page(text):
    Path("out").write_text(text)


def write_site(pages):
    for name, text in pages.items():
        path = Path("out") / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def test_one_page_is_written():
    write_page("hello")
    assert Path("out").read_text() == "hello"


def test_a_site_is_written():
    write_site({"pages/tea.html": "hello"})
    assert Path("out/pages/tea.html").read_text() == "hello"
