from pathlib import Path

TEMPLATE = Path("templates/invoice.html")


def render(number):
    return TEMPLATE.read_text(encoding="utf-8").format(number=number)


def test_an_invoice_has_its_number():
    assert "Invoice 17" in render(17)


def test_templates_have_small_names():
    assert [path.name for path in TEMPLATE.parent.iterdir() if path.name != path.name.lower()] == []
