from sqlalchemy import create_engine, text


def test_the_report_counts_orders():
    engine = create_engine("duckdb:///:memory:")
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM (VALUES (17), (21))")) == 2
