import asyncio
import os

import asyncpg
import pytest_asyncio


@pytest_asyncio.fixture
async def database():
    async with asyncpg.create_pool(os.environ["TEST_DATABASE_URL"], min_size=1, max_size=4) as pool:
        yield pool


async def test_both_figures_of_the_report_are_asked_for_at_once(database):
    orders, carts = await asyncio.gather(database.fetchval("SELECT 17"), database.fetchval("SELECT 4"))
    assert (orders, carts) == (17, 4)
