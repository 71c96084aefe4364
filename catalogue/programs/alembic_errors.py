"""What Alembic says, in a folder that it has just made."""

from pathlib import Path

from tools import shell

START = """alembic init migrations >/dev/null
sed -i 's|^sqlalchemy.url.*|sqlalchemy.url = sqlite:///shop.db|' alembic.ini
"""


def multiple_heads():
    shell(
        START + "alembic revision -m one --rev-id 1 >/dev/null; alembic revision -m two --rev-id 2 --head base --splice"
        " --branch-label two >/dev/null; alembic upgrade head"
    )


def cant_locate():
    shell(START + "alembic upgrade 1975ea83b712")


def not_up_to_date():
    shell(
        START + "alembic revision -m one --rev-id 1 >/dev/null\n"
        "sed -i 's/^target_metadata.*/import sqlalchemy; target_metadata = sqlalchemy.MetaData()/' migrations/env.py\n"
        "alembic revision --autogenerate -m two"
    )


def no_metadata():
    shell(START + "alembic revision --autogenerate -m one")


def no_config():
    Path("alembic.ini").write_text("[other]\n")
    shell("alembic upgrade head")
