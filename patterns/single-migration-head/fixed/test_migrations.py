import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

ENV = """
from alembic import context
from sqlalchemy import create_engine

with create_engine(context.config.get_main_option("url")).connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
"""


def migration(revision, after):
    return f"revision = {revision!r}\ndown_revision = {after!r}\n\ndef upgrade():\n    pass\n"


@pytest.fixture
def migrations(tmp_path):
    (tmp_path / "versions").mkdir()
    (tmp_path / "env.py").write_text(ENV)
    for revision, after in [("create", None), ("add_orders", "create"), ("add_carts", "add_orders")]:
        (tmp_path / "versions" / f"{revision}.py").write_text(migration(revision, after))
    config = Config()
    config.set_main_option("script_location", str(tmp_path))
    config.set_main_option("url", f"sqlite:///{tmp_path / 'app.db'}")
    return config


def test_an_empty_database_can_be_brought_up_to_date(migrations):
    command.upgrade(migrations, "head")


def test_there_is_one_migration_head(migrations):
    assert ScriptDirectory.from_config(migrations).get_heads() == ["add_carts"]
