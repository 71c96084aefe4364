import socket

import pytest
import requests

LAST_KNOWN_RATE = 0.95


def rate(url):
    return requests.get(url).json()["rate"]


@pytest.fixture
def silent_bank():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


def test_a_silent_bank_leaves_the_last_rate(silent_bank):
    assert rate(silent_bank) == LAST_KNOWN_RATE
