from sqlalchemy import create_engine


def make_engine(environ):
    return create_engine(environ["DATABASE_URL"])


def test_the_engine_is_made_from_the_url_that_the_host_gives():
    engine = make_engine({"DATABASE_URL": "postgres://shop:secret@db.example.org/shop"})
    assert engine.dialect.name == "postgresql"
