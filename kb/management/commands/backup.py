"""A copy of the whole database in one file, made while the site runs."""

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient


class Command(BaseCommand):
    help = "Copies the whole database into FILE, while the site goes on."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE", help="a file that is not there yet")

    def handle(self, *args, **options):
        target = options["file"]
        try:
            target.touch(mode=0o600, exist_ok=False)
        except FileExistsError:
            raise CommandError(f"{target} is there already: name a file that is not.") from None
        except OSError as error:
            raise CommandError(f"{target} cannot be written: {error.strerror}.") from None
        try:
            COPIES[connection.vendor](target)
        except (sqlite3.Error, OSError, subprocess.CalledProcessError) as error:
            target.unlink()
            raise CommandError(f"The database was not copied: {_reason(error)}") from error
        self.stdout.write(f"{target}: {target.stat().st_size / 1e6:.1f} MB")


def _copy_sqlite(target):
    connection.ensure_connection()
    with closing(sqlite3.connect(target)) as copy:
        connection.connection.backup(copy)


def _copy_postgres(target):
    (_, *where), env = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    command = ["pg_dump", "--format=custom", f"--file={target}", *where]
    subprocess.run(command, env={**os.environ, **(env or {})}, check=True, capture_output=True, text=True)


def _reason(error):
    if isinstance(error, FileNotFoundError):
        return "there is no program pg_dump here; install PostgreSQL's client programs."
    return (getattr(error, "stderr", "") or str(error)).strip()


COPIES = {"sqlite": _copy_sqlite, "postgresql": _copy_postgres}
