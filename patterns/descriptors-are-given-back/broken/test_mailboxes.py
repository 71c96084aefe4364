import socket

import pytest

opened = []


@pytest.fixture
def mailbox():
    opened.extend(socket.socketpair())
    return opened[-1]


@pytest.mark.parametrize("number", range(80))
def test_a_mailbox_is_open(mailbox, number):
    assert mailbox.fileno() > 0
