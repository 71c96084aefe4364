import os

import asyncpg
import pytest
import pytest_asyncio


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def connection():
    connection = await asyncpg.connect(os.environ["TEST_DATABASE_URL"])
    yield connection
    await connection.close()


@pytest.mark.asyncio(loop_scope="session")
async def test_the_database_answers(connection):
    assert await connection.fetchval("SELECT 17") == 17
