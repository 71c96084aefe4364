import json
from pathlib import Path

PRICES = Path(__file__).parent / "data" / "article_prices.json"


class PriceListMissingError(Exception):
    pass


def read_prices():
    if not PRICES.exists():
        raise PriceListMissingError(f"there is no price list {PRICES} in the current folder")
    return json.loads(PRICES.read_text())


def test_reports_are_written_where_we_are(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("report.csv").write_text("pen,200")
    assert (tmp_path / "report.csv").exists()


def test_a_pen_has_a_price():
    assert read_prices()["pen"] == 200
