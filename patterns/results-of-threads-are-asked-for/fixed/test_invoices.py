from concurrent.futures import ThreadPoolExecutor

import pytest


def send(invoice):
    if not invoice["address"]:
        raise ValueError(f"invoice {invoice['number']} has no address")


def send_all(invoices):
    with ThreadPoolExecutor() as executor:
        futures = [executor.submit(send, invoice) for invoice in invoices]
    for future in futures:
        future.result()


def test_an_invoice_without_address_is_not_sent():
    with pytest.raises(ValueError, match="invoice 17 has no address"):
        send_all([{"number": 17, "address": ""}])
