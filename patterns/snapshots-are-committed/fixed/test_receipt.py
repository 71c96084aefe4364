def receipt(lines):
    return "\n".join(f"{name:<8}{cents / 100:>8.2f}" for name, cents in lines)


def test_a_receipt_lists_each_line(snapshot):
    assert receipt([("pen", 200), ("ink", 750)]) == snapshot
