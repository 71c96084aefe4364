import os

import pytest
from payments import LiveKeyInTestsError, charge


def test_live_mode_wants_a_key():
    os.environ["SHOP_MODE"] = "live"
    with pytest.raises(LiveKeyInTestsError):
        charge(1200)


def test_a_customer_is_charged():
    assert charge(1200) == 1200
