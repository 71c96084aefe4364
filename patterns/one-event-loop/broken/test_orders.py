import os

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

url = os.environ["TEST_DATABASE_URL"].replace("postgresql:", "postgresql+asyncpg:")
engine = create_async_engine(url)


@pytest.mark.parametrize("number", [1, 2, 3])
async def test_the_database_answers(number):
    async with engine.connect() as connection:
        assert await connection.scalar(text("SELECT 1")) == 1
