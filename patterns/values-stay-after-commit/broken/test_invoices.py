from shop import write_invoice


def test_an_invoice_holds_its_sum():
    assert write_invoice(cents=1200).cents == 1200
