def test_an_order_names_its_customer(customer):
    order = {"customer": customer["name"], "lines": 1}
    assert order["customer"] == "Ada"
