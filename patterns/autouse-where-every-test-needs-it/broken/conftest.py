import socket

import pytest


class SocketInTestsError(Exception):
    pass


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    def refuse(*arguments, **options):
        raise SocketInTestsError("a test tried to open a socket; tests of this project use no network")

    monkeypatch.setattr(socket, "socket", refuse)
