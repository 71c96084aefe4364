import os

import pytest_asyncio
from fastapi import Depends, FastAPI
from httpx import ASGITransport, AsyncClient
from sqlalchemy import text
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

app = FastAPI()


async def get_session():
    raise NotImplementedError("overridden in tests")


@app.post("/tasks")
async def create_task(session=Depends(get_session)):
    await session.execute(text("INSERT INTO tasks VALUES ('pack')"))


@pytest_asyncio.fixture
async def session():
    engine = create_async_engine(os.environ["TEST_DATABASE_URL"].replace("postgresql:", "postgresql+asyncpg:"))
    async with async_sessionmaker(engine)() as session:
        await session.execute(text("CREATE TABLE tasks (name TEXT)"))
        yield session
    await engine.dispose()


@pytest_asyncio.fixture
async def client(session):
    app.dependency_overrides[get_session] = lambda: session
    async with AsyncClient(transport=ASGITransport(app), base_url="http://test") as client:
        yield client
    app.dependency_overrides.clear()


async def test_a_task_is_stored(client, session):
    await client.post("/tasks")
    assert await session.scalar(text("SELECT name FROM tasks")) == "pack"
