from settings import key, settings


def test_the_shop_has_an_address(monkeypatch):
    monkeypatch.setenv("SHOP_URL", "https://shop.example")
    assert settings()["url"] == "https://shop.example"


def test_the_shop_has_a_key(monkeypatch):
    monkeypatch.setenv("SHOP_KEY", "for-tests")
    assert key() == "for-tests"
