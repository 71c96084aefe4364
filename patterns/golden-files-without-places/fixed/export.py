import json


def export(orders, folder):
    path = folder / "orders.json"
    path.write_text(json.dumps(orders))
    return f"{len(orders)} orders written to {path}"
