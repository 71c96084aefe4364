import socket

import pytest


@pytest.mark.sockets
def test_a_free_port_is_found():
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert server.getsockname()[1] > 0
