import pytest
from sqlalchemy import create_engine, text


@pytest.fixture
def engine(tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path / 'test.db'}")
    yield engine
    engine.dispose()


def test_the_database_answers(engine):
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT 1")) == 1
