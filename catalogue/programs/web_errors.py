"""What web frameworks, clients and queues raise; Redis is asked at REDIS, everything else is started here."""

import asyncio
import contextlib
import http.server
import json
import os
import socket
import ssl
import struct
import sys
import threading
import time
from typing import ClassVar

import httpx
import requests

REDIS = os.environ.get("CATALOGUE_REDIS", "redis://127.0.0.1:6379/15")


def response_field():
    from fastapi import FastAPI

    class Session:
        pass

    @FastAPI().get("/")
    def orders() -> Session: ...


def application():
    from fastapi import FastAPI
    from pydantic import BaseModel

    class Order(BaseModel):
        total: int

    app = FastAPI()

    @app.get("/orders", response_model=Order)
    def read():
        return {"sum": 3}

    @app.post("/orders")
    def write(order: Order):
        return order

    return app


def response_validation():
    from fastapi.testclient import TestClient

    TestClient(application()).get("/orders")


def status_422():
    from fastapi.testclient import TestClient

    TestClient(application()).post("/orders", json={}).raise_for_status()


@contextlib.contextmanager
def server(status=200, wait=0):
    class Handler(http.server.BaseHTTPRequestHandler):
        requests: ClassVar = []

        def do_GET(self):
            time.sleep(wait)
            with contextlib.suppress(OSError):
                self.send_response(status)
                self.end_headers()

        def log_message(self, *words):
            pass

    served = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=served.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{served.server_port}/orders"


def status(code):
    with server(code) as url:
        requests.get(url).raise_for_status()


def status_404():
    status(404)


def status_401():
    status(401)


def status_403():
    status(403)


def status_429():
    status(429)


def status_500():
    status(500)


def validation_error():
    from pydantic import BaseModel

    class Order(BaseModel):
        total: int

    Order(total="three")


def base_settings():
    from pydantic import BaseSettings  # noqa: F401


def non_annotated():
    from pydantic import BaseModel

    class Order(BaseModel):
        total = 3


def schema_generation():
    from pydantic import BaseModel

    class Session:
        pass

    class Order(BaseModel):
        session: Session


def refused():
    socket.create_connection(("127.0.0.1", 1))


def requests_connection():
    requests.get("http://127.0.0.1:1/orders")


def httpx_connect():
    async def main():
        async with httpx.AsyncClient() as client:
            await client.get("http://127.0.0.1:1/orders")

    asyncio.run(main())


def read_timeout():
    with server(wait=2) as url:
        requests.get(url, timeout=0.2)


def httpx_timeout():
    with server(wait=2) as url:
        httpx.get(url, timeout=0.2)


def listener(answer):
    listening = socket.create_server(("127.0.0.1", 0))

    def serve():
        connection, _ = listening.accept()
        answer(connection)

    threading.Thread(target=serve, daemon=True).start()
    return listening.getsockname()[1]


def disconnected():
    def answer(connection):
        connection.recv(1000)
        connection.close()

    httpx.get(f"http://127.0.0.1:{listener(answer)}/")


def reset():
    def answer(connection):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()

    client = socket.create_connection(("127.0.0.1", listener(answer)))
    time.sleep(0.2)
    client.recv(1)


def gaierror():
    socket.create_connection(("orders.invalid", 80))


def certificate():
    from tools import shell

    shell(
        "openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 1 -subj /CN=localhost 2>/dev/null\n"
        f"{sys.executable} - <<'END'\n"
        "import socket, ssl, threading\n"
        "context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)\ncontext.load_cert_chain('cert.pem', 'key.pem')\n"
        "listening = socket.create_server(('127.0.0.1', 0))\n"
        "def serve():\n"
        "    try: context.wrap_socket(listening.accept()[0], server_side=True)\n"
        "    except OSError: pass\n"
        "threading.Thread(target=serve, daemon=True).start()\n"
        "client = socket.create_connection(listening.getsockname())\n"
        "ssl.create_default_context().wrap_socket(client, server_hostname='localhost')\nEND"
    )


def port_taken():
    taken = socket.create_server(("127.0.0.1", 0))
    other = socket.socket()
    other.bind(taken.getsockname())


def broken_pipe():
    reader, writer = os.pipe()
    os.close(reader)
    os.write(writer, b"orders")


def redis_client(url=REDIS):
    import redis

    return redis.Redis.from_url(url)


def redis_refused():
    redis_client("redis://127.0.0.1:1/0").ping()


def redis_type():
    client = redis_client()
    client.delete("catalogue")
    client.set("catalogue", 1)
    try:
        client.lpush("catalogue", 2)
    finally:
        client.delete("catalogue")


def redis_data():
    redis_client().set("catalogue", {"total": 3})


def celery(**settings):
    from celery import Celery

    return Celery("shop", **settings)


def celery_not_registered():
    celery().tasks["shop.send"]


def celery_backend():
    from celery.result import AsyncResult

    print(json.dumps(AsyncResult("1", app=celery()).state), ssl.OPENSSL_VERSION)
