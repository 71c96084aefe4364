"""Servers that suites ask for: each run finds an empty database of its own, which is gone afterwards."""

import socket
from collections.abc import Collection, Mapping
from contextlib import ExitStack, contextmanager
from queue import SimpleQueue
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
from psycopg import sql

REDIS_PORT = 6379
# A redis server has sixteen databases; each run takes one. The first is left to whoever uses the server besides.
redis_numbers = SimpleQueue()
for number in range(1, 16):
    redis_numbers.put(number)


class NoService(Exception):
    """A service that a suite needs is not there; the message is one sentence."""


@contextmanager
def opened(needs: Collection[str], urls: Mapping[str, str]):
    """The environment variables by which a suite finds its services. Raises NoService if one is not there."""
    with ExitStack() as stack:
        variables = {}
        for need in sorted(needs):
            if not urls.get(need):
                raise NoService(f"It needs {need}: name a server with --{need}.")
            variables |= stack.enter_context(SERVICES[need](urls[need]))
        yield variables


@contextmanager
def _postgres(url):
    name = f"pattern_{uuid4().hex[:12]}"
    _execute(url, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield {"TEST_DATABASE_URL": urlunsplit(urlsplit(url)._replace(scheme="postgresql", path=f"/{name}"))}
    finally:
        # Workers name theirs after it: name_gw0, name_gw1.
        for (database,) in _execute(url, "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [name]):
            _execute(url, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(database)))


def _execute(url, statement, parameters=None):
    try:
        with psycopg.connect(url, autocommit=True, connect_timeout=5) as connection:
            cursor = connection.execute(statement, parameters)
            return cursor.fetchall() if cursor.description else []
    except psycopg.OperationalError as error:
        raise NoService("It needs postgres, and the server that was named does not answer.") from error


@contextmanager
def _redis(url):
    number = redis_numbers.get()
    try:
        yield {"TEST_REDIS_URL": _emptied(urlsplit(url), number)}
    finally:
        redis_numbers.put(number)


def _emptied(url, number):
    host, port = url.hostname or "127.0.0.1", url.port or REDIS_PORT
    try:
        with socket.create_connection((host, port), timeout=5) as connection:
            connection.sendall(f"SELECT {number}\r\nFLUSHDB\r\n".encode())
            connection.recv(100)
    except OSError as error:
        raise NoService("It needs redis, and the server that was named does not answer.") from error
    return f"redis://{host}:{port}/{number}"


SERVICES = {"postgres": _postgres, "redis": _redis}
