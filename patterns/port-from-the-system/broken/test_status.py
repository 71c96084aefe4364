from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest


class Status(BaseHTTPRequestHandler):
    pass


@pytest.fixture
def shop():
    server = HTTPServer(("127.0.0.1", 48765), Status)
    Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


def test_the_shop_has_a_url(shop):
    assert shop.startswith("http://127.0.0.1:")


def test_the_url_of_the_shop_has_a_port(shop):
    assert int(shop.rpartition(":")[2])
