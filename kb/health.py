"""How a site is: what was looked at, how it was found, and what to do where something lacks."""

import shutil
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Max

from incidents.models import Conflict, ImportRun
from incidents.rereading import outdated
from kb.import_runs import Stage, stage
from kb.models import PatternSuite
from kb.search.indexing import behind
from kb.worker import is_at_work

LEAST_DISK = 1_000_000_000
LATEST_RUNS = 50


@dataclass(frozen=True)
class Check:
    """`is_well` is None for what is good to know and no fault. `todo` is a sentence, "" where nothing is to be done."""

    what: str
    said: str
    is_well: bool | None = True
    todo: str = ""

    @property
    def word(self):
        return {True: "well", False: "not well", None: "to know"}[self.is_well]


def check_up():
    """All that is looked at, in the order in which it should be mended. Without its tables nothing else can be."""
    tables = _tables()
    return [tables, *(check() for check in CHECKS)] if tables.is_well else [tables]


def _tables():
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        return Check("Tables", f"{_some(len(missing), 'migration')} not applied", False, "Run `manage.py migrate`.")
    return Check("Tables", f"all there, on {connection.display_name}")


def _admin():
    if get_user_model().objects.filter(is_superuser=True, is_active=True).exists():
        return Check("Admin", "there is one")
    return Check("Admin", "there is none yet", None, "Open the link that `manage.py serve` prints.")


def _worker():
    waiting = sum(stage(run) == Stage.WAITING for run in _unfinished())
    if is_at_work():
        return Check("Worker", f"at work, {_some(waiting, 'import')} waiting" if waiting else "at work")
    return Check(
        "Worker",
        f"none, and {_some(waiting, 'import')} waiting for one" if waiting else "none, and nothing waits for one",
        False if waiting else None,
        "Start `manage.py work` beside the site.",
    )


def _imports():
    broken = [run for run in _unfinished() if stage(run) == Stage.BROKEN]
    if not broken:
        return Check("Imports", "none is broken off")
    return Check("Imports", f"{len(broken)} broken off", False, "Open it under Import and begin it again.")


def _unfinished():
    return ImportRun.objects.filter(finished=None).exclude(task="").order_by("-pk")[:LATEST_RUNS]


def _search_index():
    n = behind()
    if not n:
        return Check("Search index", "up to date")
    return Check("Search index", f"{_some(n, 'row')} behind", False, "Run `manage.py reindex`.")


def _reader():
    n = outdated().count()
    if not n:
        return Check("Reader", "all documents are read by the one of today")
    return Check("Reader", f"{_some(n, 'document')} read by an older one", None, "Run `manage.py learn`.")


def _conflicts():
    n = Conflict.objects.open().filter(document__deleted_at=None).count()
    if not n:
        return Check("Conflicts", "none waiting for a decision")
    return Check("Conflicts", f"{n} waiting for a decision", None, "Decide them under Import.")


def _patterns():
    failed = PatternSuite.objects.filter(state=PatternSuite.State.FAILED).count()
    if failed:
        return Check(
            "Test patterns",
            f"{_some(failed, 'suite')} not doing what the page says",
            False,
            "Run `manage.py verify_patterns`.",
        )
    last = PatternSuite.objects.aggregate(last=Max("run_at"))["last"]
    return Check(
        "Test patterns", f"last run on {last:%Y-%m-%d}" if last else "not run here", None if not last else True
    )


def _disk():
    free = shutil.disk_usage(settings.SPOOL).free
    said = f"{free / 1e9:.1f} GB free beside the uploads"
    return Check("Disk", said, free > LEAST_DISK, "" if free > LEAST_DISK else "Make room: imports will fail.")


def _static_files():
    if not settings.HASHED_STATIC_FILES or (settings.STATIC_ROOT / "staticfiles.json").exists():
        return Check("Static files", "collected" if settings.HASHED_STATIC_FILES else "served as they are")
    return Check("Static files", "not collected", False, "Run `manage.py collectstatic`.")


def _some(n, what):
    return f"{n} {what}{'' if n == 1 else 's'}"


CHECKS = (_admin, _worker, _imports, _search_index, _reader, _conflicts, _patterns, _disk, _static_files)
