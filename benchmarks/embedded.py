"""Starts the site on a database of the benchmarks' own, for none of them may touch the one people use.

BENCHMARK_DATABASE_URL names another, which is emptied; without it the database is in memory.
"""

import os
import sys
from pathlib import Path

import django
from django.core.management import call_command

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ["DJANGO_SETTINGS_MODULE"] = "kb.settings"
os.environ["DATABASE_URL"] = os.environ.get("BENCHMARK_DATABASE_URL", "sqlite://:memory:")
django.setup()


def empty_database(*, keep: bool = False) -> None:
    """All tables, with nothing in them, or with what an earlier run left if that is to be kept."""
    call_command("migrate", verbosity=0)
    if not keep:
        call_command("flush", interactive=False, verbosity=0)
