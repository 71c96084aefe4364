def test_a_customer_has_a_name():
    assert {"name": "Ada"}["name"] == "Ada"
