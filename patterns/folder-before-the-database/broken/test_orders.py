import pytest
from sqlalchemy import create_engine, text


@pytest.fixture
def engine():
    engine = create_engine("sqlite:///data/test.db")
    yield engine
    engine.dispose()


def test_the_database_answers(engine):
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT 1")) == 1
