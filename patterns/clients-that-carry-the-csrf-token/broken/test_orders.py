from django.test import Client


def test_an_order_is_stored():
    client = Client(enforce_csrf_checks=True)
    response = client.post("/orders/", {"article": "pen"})
    assert response.json() == {"stored": "pen"}
