import socket

import pytest


class SocketInTestsError(Exception):
    pass


def pytest_configure(config):
    config.addinivalue_line("markers", "sockets: opens sockets on this machine")


@pytest.fixture(autouse=True)
def no_network(request, monkeypatch):
    def refuse(*arguments, **options):
        raise SocketInTestsError("a test tried to open a socket; tests of this project use no network")

    if not request.node.get_closest_marker("sockets"):
        monkeypatch.setattr(socket, "socket", refuse)
