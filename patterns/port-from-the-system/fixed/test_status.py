from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest


class Status(BaseHTTPRequestHandler):
    pass


@pytest.fixture
def shop():
    with HTTPServer(("127.0.0.1", 0), Status) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_the_shop_has_a_url(shop):
    assert shop.startswith("http://127.0.0.1:")


def test_the_url_of_the_shop_has_a_port(shop):
    assert int(shop.rpartition(":")[2])
