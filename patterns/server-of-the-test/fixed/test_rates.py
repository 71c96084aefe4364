from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import httpx
import pytest

RATES_URL = "http://127.0.0.1:9"  # forwarded to the bank by a tunnel


def rate(currency, url=RATES_URL):
    return httpx.get(f"{url}/{currency}").raise_for_status().json()["rate"]


class Rates(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'{"rate": 0.95}')


@pytest.fixture
def rates_url():
    with HTTPServer(("127.0.0.1", 0), Rates) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_rate_is_fetched(rates_url):
    assert rate("CHF", rates_url) == 0.95
