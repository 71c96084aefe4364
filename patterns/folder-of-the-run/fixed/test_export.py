import json


def export(orders, folder):
    folder.mkdir()
    for order in orders:
        (folder / f"{order['number']}.json").write_text(json.dumps(order))


def test_orders_are_exported(tmp_path):
    export([{"number": 17}], tmp_path / "exports")
    assert (tmp_path / "exports" / "17.json").exists()
