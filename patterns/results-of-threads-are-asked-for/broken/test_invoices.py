import threading


def send(invoice):
    if not invoice["address"]:
        raise ValueError(f"invoice {invoice['number']} has no address")


def send_all(invoices):
    threads = [threading.Thread(target=send, args=[invoice]) for invoice in invoices]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_an_invoice_without_address_is_not_sent():
    send_all([{"number": 17, "address": ""}])
