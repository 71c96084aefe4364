from app.prices import with_tax


def test_tax_is_added():
    assert with_tax(1000, percent=19) == 1190
