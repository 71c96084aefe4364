import asyncio

import pytest_asyncio
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Report(Base):
    __tablename__ = "reports"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]


@pytest_asyncio.fixture
async def make_session(tmp_path):
    engine = create_async_engine(f"sqlite+aiosqlite:///{tmp_path / 'reports.db'}")
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield async_sessionmaker(engine)
    await engine.dispose()


async def save(make_session, title):
    async with make_session() as session:
        session.add(Report(title=title))
        await session.commit()


async def test_reports_are_saved_together(make_session):
    await asyncio.gather(*[save(make_session, f"report {n}") for n in range(3)])
    async with make_session() as session:
        assert await session.scalar(select(func.count()).select_from(Report)) == 3
