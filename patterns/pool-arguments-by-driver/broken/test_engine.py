from sqlalchemy import create_engine, text

POOL = {"pool_size": 5, "max_overflow": 10}


def make_engine(url):
    return create_engine(url, **POOL)


def test_the_database_answers():
    with make_engine("sqlite://").connect() as connection:
        assert connection.scalar(text("SELECT 1")) == 1
