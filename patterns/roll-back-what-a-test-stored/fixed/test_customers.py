import os

import pytest
from shop import Base, register
from sqlalchemy import create_engine
from sqlalchemy.orm import Session


@pytest.fixture(scope="module")
def engine():
    engine = create_engine(os.environ["TEST_DATABASE_URL"].replace("postgresql:", "postgresql+psycopg:"))
    Base.metadata.create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine):
    with engine.connect() as connection, connection.begin() as outer:
        with Session(connection, join_transaction_mode="create_savepoint") as session:
            yield session
        outer.rollback()


def test_a_customer_gets_a_number(session):
    assert register(session, "ada@example.org").id


def test_a_customer_keeps_the_address(session):
    assert register(session, "ada@example.org").email == "ada@example.org"
