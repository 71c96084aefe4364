import json
from pathlib import Path


def export(orders, folder):
    folder.mkdir()
    for order in orders:
        (folder / f"{order['number']}.json").write_text(json.dumps(order))


def test_orders_are_exported():
    export([{"number": 17}], Path("exports"))
    assert Path("exports/17.json").exists()
