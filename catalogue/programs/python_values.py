"""What Python raises when a value is not what the code takes it for."""

import abc
import dataclasses
import json
import os
import sys
from datetime import UTC, datetime


def key_error():
    {"name": "Ann"}["email"]


def environ():
    os.environ["DATABASE_URL"]


def missing_argument():
    def send(message, to):
        pass

    send("hello")


def too_many_arguments():
    def send(message, to):
        pass

    send("hello", "ann", "bob")


def unexpected_keyword():
    def send(message):
        pass

    send("hello", cc="bob")


def multiple_values():
    def send(message, to=""):
        pass

    send("hello", message="again")


def none_attribute():
    user = {}.get("user")
    user.name


def no_attribute():
    {"name": "Ann"}.name


def none_subscript():
    row = {}.get("row")
    row[0]


def not_subscriptable():
    len["orders"]


def not_callable():
    total = 3
    total()


def not_iterable():
    for _ in 3:
        pass


def unpack_none():
    row = {}.get("row")
    a, b = row


def not_enough_values():
    name, price = "tea".split(",")


def too_many_values():
    name, price = "tea,3,50".split(",")


def invalid_int():
    int("3.50")


def invalid_float():
    float("3,50")


def operand():
    total = None
    total + 1


def concatenate():
    "orders: " + 3


def compare():
    sorted([3, "2"])


def naive_aware():
    datetime.now() < datetime.now(UTC)


def unhashable():
    {["a"]}


def index_error():
    [][0]


def not_json():
    json.dumps({"at": datetime(2026, 1, 1)})


def json_empty():
    json.loads("<html>")


def json_quotes():
    json.loads("{'a': 1}")


def dict_changed():
    orders = {1: "tea"}
    for order in orders:
        orders[order + 1] = "milk"


def recursion():
    def walk(node):
        walk(node)

    walk({})


def memory():
    bytearray(sys.maxsize)


def unbound_local():
    def total(orders):
        for order in orders:
            found = order
        return found

    total([])


def stop_iteration():
    def first(rows):
        yield next(rows)

    list(first(iter([])))


def abstract():
    class Store(abc.ABC):
        @abc.abstractmethod
        def save(self): ...

    Store()


def mutable_default():
    @dataclasses.dataclass
    class Order:
        lines: list = []


def frozen():
    @dataclasses.dataclass(frozen=True)
    class Order:
        total: int

    Order(1).total = 2


def division():
    sum([]) / len([])
