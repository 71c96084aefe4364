import socket

import pytest


@pytest.fixture
def mailbox():
    mine, theirs = socket.socketpair()
    yield mine
    mine.close()
    theirs.close()


@pytest.mark.parametrize("number", range(80))
def test_a_mailbox_is_open(mailbox, number):
    assert mailbox.fileno() > 0
