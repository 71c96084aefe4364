import pytest
import vouchers


@pytest.fixture(autouse=True)
def no_vouchers(monkeypatch):
    monkeypatch.setattr(vouchers, "registered", {})


def test_a_voucher_is_registered():
    vouchers.register("SPRING", 10)
    assert vouchers.registered == {"SPRING": 10}


def test_a_voucher_may_give_everything():
    vouchers.register("SPRING", 100)
    assert vouchers.registered == {"SPRING": 100}
