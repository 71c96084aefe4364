from pathlib import Path

TEMPLATE = Path("templates/Invoice.html")


def render(number):
    return TEMPLATE.read_text(encoding="utf-8").format(number=number)


def test_an_invoice_has_its_number():
    assert "Invoice 17" in render(17)
