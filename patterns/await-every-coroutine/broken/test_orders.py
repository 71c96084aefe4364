import asyncio
from dataclasses import dataclass


@dataclass
class Order:
    number: int
    total: int


async def fetch_order(number):
    await asyncio.sleep(0)
    return Order(number, total=25)


async def test_an_order_has_a_total():
    order = fetch_order(17)
    assert order.total == 25
