import asyncio
import socket

import pytest


async def greet(reader, writer):
    writer.write(b"hello\n")
    writer.close()


async def serve(port):
    await asyncio.sleep(0.4)  # loads its templates
    await asyncio.start_server(greet, "127.0.0.1", port)
    await asyncio.Event().wait()


@pytest.fixture
def port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


async def test_the_server_greets(port):
    task = asyncio.create_task(serve(port))
    await asyncio.sleep(0.05)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    assert await reader.readline() == b"hello\n"
    writer.close()
    task.cancel()
