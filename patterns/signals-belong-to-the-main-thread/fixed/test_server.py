from concurrent.futures import ThreadPoolExecutor

from server import Server


def test_a_server_can_be_stopped():
    server = Server()
    with ThreadPoolExecutor() as threads:
        threads.submit(server.run).result()
    assert server.running
    server.stop()
    assert not server.running
