from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import QueuePool

POOL = {"pool_size": 5, "max_overflow": 10}


def make_engine(url):
    url = make_url(url)
    pooled = issubclass(url.get_dialect().get_pool_class(url), QueuePool)
    return create_engine(url, **(POOL if pooled else {}))


def test_the_database_answers():
    with make_engine("sqlite://").connect() as connection:
        assert connection.scalar(text("SELECT 1")) == 1
