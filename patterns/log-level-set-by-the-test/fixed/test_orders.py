import logging

from orders import store


def test_an_order_is_logged(caplog):
    with caplog.at_level(logging.INFO, logger="shop.orders"):
        store(17)
    assert caplog.messages == ["order 17 stored"], "caplog holds no record of the stored order"
