import httpx
import pytest_asyncio


@pytest_asyncio.fixture
async def client():
    async with httpx.AsyncClient() as client:
        yield client


async def test_the_shop_is_open(client, shop):
    assert (await client.get(shop)).text == "open"


async def test_the_shop_is_still_open(client, shop):
    assert (await client.get(shop)).text == "open"
