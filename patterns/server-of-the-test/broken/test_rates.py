import httpx

RATES_URL = "http://127.0.0.1:9"  # forwarded to the bank by a tunnel


def rate(currency, url=RATES_URL):
    return httpx.get(f"{url}/{currency}").raise_for_status().json()["rate"]


def test_a_rate_is_fetched():
    assert rate("CHF") > 0
