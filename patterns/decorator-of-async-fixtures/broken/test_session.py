import pytest


class Session:
    async def count(self):
        return 0


@pytest.fixture
async def session():
    yield Session()


@pytest.mark.asyncio
async def test_a_new_session_is_empty(session):
    assert await session.count() == 0
