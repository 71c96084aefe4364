"""What SQLAlchemy raises, on SQLite in memory or in a file of the current folder."""

import asyncio

from sqlalchemy import Column, ForeignKey, Integer, MetaData, String, Table, create_engine, event, select, text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Session, configure_mappers, relationship
from sqlalchemy.pool import QueuePool, StaticPool


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
    name = Column(String, unique=True)
    orders = relationship("Order")


class Order(Base):
    __tablename__ = "orders"
    id = Column(Integer, primary_key=True)
    user = Column(ForeignKey("users.id"))


def engine(**options):
    made = create_engine("sqlite://", poolclass=StaticPool, **options)
    Base.metadata.create_all(made)
    return made


def saved(session, **fields):
    user = User(**fields)
    session.add(user)
    session.commit()
    return user


def with_async_session(use):
    async def main():
        made = create_async_engine("sqlite+aiosqlite://", poolclass=StaticPool)
        async with made.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)
        async with AsyncSession(made) as session:
            await use(session)

    asyncio.run(main())


def missing_greenlet():
    async def use(session):
        user = User(name="Ann")
        session.add(user)
        await session.commit()
        print(user.name)

    with_async_session(use)


def detached():
    with Session(engine()) as session:
        user = saved(session, name="Ann")
    print(user.name)


def detached_lazy():
    with Session(engine(), expire_on_commit=False) as session:
        user = saved(session, name="Ann")
    print(user.orders)


def illegal_state():
    async def use(session):
        async def save(name):
            session.add(User(name=name))
            await session.commit()

        await asyncio.gather(*[save(name) for name in ("Ann", "Bob", "Cy")])

    with_async_session(use)


def pending_rollback():
    with Session(engine()) as session:
        session.add_all([User(name="Ann"), User(name="Ann")])
        try:
            session.flush()
        except Exception as error:
            print(type(error))
        session.execute(select(User))


def not_executable():
    with engine().connect() as connection:
        connection.execute("SELECT 1")


def select_list():
    select([User.id, User.name])


def no_dialect():
    create_engine("postgres://localhost/shop")


def no_driver():
    create_engine("mysql://localhost/shop")


def pool_argument():
    create_engine("sqlite://", max_overflow=2)


def pool_timeout():
    made = create_engine("sqlite:///shop.db", poolclass=QueuePool, pool_size=1, max_overflow=0, pool_timeout=0.1)
    with made.connect(), made.connect():
        pass


def no_result():
    with Session(engine()) as session:
        session.scalars(select(User)).one()


def multiple_results():
    with Session(engine()) as session:
        saved(session, name="Ann")
        saved(session, name="Bob")
        session.scalars(select(User)).one()


def locate_name():
    class Invoice(Base):
        __tablename__ = "invoices"
        id = Column(Integer, primary_key=True)
        lines = relationship("InvoiceLine")

    configure_mappers()


def no_foreign_key():
    class Parent(Base):
        __tablename__ = "parents"
        id = Column(Integer, primary_key=True)
        children = relationship("Child")

    class Child(Base):
        __tablename__ = "children"
        id = Column(Integer, primary_key=True)

    configure_mappers()


def table_twice():
    metadata = MetaData()
    Table("users", metadata, Column("id", Integer))
    Table("users", metadata, Column("id", Integer))


def already_flushing():
    with Session(engine()) as session:
        event.listen(session, "before_flush", lambda session, context, instances: session.flush())
        saved(session, name="Ann")


def bind_value():
    with engine().connect() as connection:
        connection.execute(text("SELECT :name"), {"nmae": "Ann"})
