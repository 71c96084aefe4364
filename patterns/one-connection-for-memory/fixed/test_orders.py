import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import create_engine, text
from sqlalchemy.pool import StaticPool


def make_app(engine):
    app = FastAPI()

    @app.get("/orders")
    def orders():
        with engine.connect() as connection:
            return connection.scalar(text("SELECT count(*) FROM orders"))

    return app


@pytest.fixture
def engine():
    engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE orders (number INTEGER)"))
    yield engine
    engine.dispose()


def test_there_is_no_order_yet(engine):
    assert TestClient(make_app(engine)).get("/orders").json() == 0
