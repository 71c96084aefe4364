import httpx

client = httpx.AsyncClient()


async def test_the_shop_is_open(shop):
    assert (await client.get(shop)).text == "open"


async def test_the_shop_is_still_open(shop):
    assert (await client.get(shop)).text == "open"
