import pytest
from models import Order
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.orm import Session


@pytest.fixture
def engine(tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path / 'shop.db'}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE test_orders (id INTEGER PRIMARY KEY)"))
    yield engine
    engine.dispose()


def test_there_is_no_order_yet(engine):
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(Order)) == 0
