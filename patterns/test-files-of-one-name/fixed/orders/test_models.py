def test_an_order_has_a_number():
    assert {"number": 17}["number"] == 17
