import pytest
from cli import parser


@pytest.fixture(autouse=True)
def width(monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")


def test_help_explains_the_rate():
    told = parser().format_help()
    assert "taken at the rate of the last working day" in told, "the help text does not explain the rate in one line"
