from unittest import TestCase

from shop import main, store


class ShopTests(TestCase):
    def test_1_the_shop_starts(self):
        self.assertEqual(main(), "ready")

    def test_2_an_order_is_logged(self):
        with self.assertLogs("shop.orders", level="INFO"):
            store(17)
