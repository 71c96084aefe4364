from django.test import Client


def test_an_order_is_stored():
    client = Client(enforce_csrf_checks=True)
    token = client.get("/form/").json()["token"]
    response = client.post("/orders/", {"article": "pen", "csrfmiddlewaretoken": token})
    assert response.json() == {"stored": "pen"}
