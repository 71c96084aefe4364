from unittest.mock import patch

from orders import confirm


def test_a_confirmation_is_sent():
    with patch("orders.send") as send:
        confirm({"number": 17, "email": "ada@example.org"})
    send.assert_called_once_with("ada@example.org", "Order 17 is on its way.")
