import pytest_asyncio
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

app = FastAPI()


@app.get("/orders/")
def orders():
    return [17, 18]


@pytest_asyncio.fixture
async def client():
    async with AsyncClient(transport=ASGITransport(app), base_url="http://test") as client:
        yield client


async def test_orders_are_listed(client):
    response = await client.get("/orders/")
    response.raise_for_status()
    assert response.json() == [17, 18]


async def test_the_address_without_a_slash_leads_there(client):
    response = await client.get("/orders")
    assert (response.status_code, response.headers["location"]) == (307, "http://test/orders/")
