import sys

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import NoSuchModuleError


@pytest.fixture
def engine():
    url = make_url("duckdb:///:memory:")
    try:
        url.get_dialect()
    except NoSuchModuleError:
        pytest.skip(f"{url.drivername} is not installed for {sys.executable}")
    return create_engine(url)


def test_the_report_counts_orders(engine):
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM (VALUES (17), (21))")) == 2
