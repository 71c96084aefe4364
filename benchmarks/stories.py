"""Do the founding documents answer their own errors? Imports a folder into a fresh database and pastes each error
three ways: as the document quotes it, as the real tool prints it, and deep inside a pytest log of 200 lines.

usage: python benchmarks/stories.py SEEDS_FOLDER      (DATABASE_URL names the empty database to use)
"""

import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("DATABASE_URL", f"sqlite:///{tempfile.mkdtemp()}/stories.sqlite3")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kb.settings")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import django
from django.core.management import call_command

django.setup()

from kb.answers import answer_paste  # noqa: E402
from kb.models import Evidence, Signature  # noqa: E402
from kb.views.stories import Story as Told  # noqa: E402
from kb.views.stories import tell as tell_signatures  # noqa: E402


@dataclass(frozen=True)
class Story:
    """An error and what must come with it: (entry kind, outcome of a fix or "", a word that its text holds)."""

    name: str
    document: str
    quoted: str
    printed: str
    expected: tuple[tuple[str, str, str], ...]


STORIES = (
    Story(
        "000 dialect",
        "000",
        "sqlalchemy.exc.NoSuchModuleError: Can't load plugin: sqlalchemy.dialects:sqlite.aiosqlite",
        "E   sqlalchemy.exc.NoSuchModuleError: Can't load plugin: sqlalchemy.dialects:sqlite.aiosqlite",
        (
            ("cause", "", "unable to find the aiosqlite driver"),
            ("fix", "worked", "installations for Python 3.14"),
            ("fix", "worked", "python -m pytest"),
            ("rule", "", "requirements.txt"),
            ("rule", "", "CI pipelines"),
            ("rule", "", "Pydantic models"),
            ("pattern", "", "python -m pytest"),
        ),
    ),
    Story(
        "000 file lock",
        "000",
        "PermissionError: [WinError 32]",
        "PermissionError: [WinError 32] The process cannot access the file because it is being used by another "
        "process: 'app.db'",
        (("cause", "", "file-based SQLite"), ("fix", "worked", "StaticPool"), ("pattern", "", "StaticPool")),
    ),
    Story(
        "001 database file",
        "001",
        "unable to open database file",
        "sqlalchemy.exc.OperationalError: (sqlite3.OperationalError) unable to open database file\n"
        "(Background on this error at: https://sqlalche.me/e/20/e3q8)",
        (
            ("cause", "", "incomplete aiosqlite removal"),
            ("fix", "worked", "NullPool"),
            ("fix", "worked", "backoff"),
            ("pattern", "", "backoff"),
        ),
    ),
    Story(
        "002 session state",
        "002",
        "IllegalStateChangeError",
        "sqlalchemy.exc.IllegalStateChangeError: Method 'close()' can't be called here; method "
        "'_connection_for_bind()' is already in progress and this "
        "would cause an unexpected state change to <SessionTransactionState.CLOSED: 5>",
        (
            ("cause", "", "cannot be safely shared across concurrent coroutines"),
            ("fix", "worked", "separate database sessions"),
            ("pattern", "", "Separate session"),
        ),
    ),
    Story(
        "003 other operation",
        "003",
        "sqlalchemy.exc.InterfaceError: cannot perform operation: another operation is in progress",
        "sqlalchemy.exc.InterfaceError: (sqlalchemy.dialects.postgresql.asyncpg.InterfaceError) "
        "<class 'asyncpg.exceptions._base.InterfaceError'>: cannot perform operation: another operation is in progress",
        (
            ("cause", "", "conflicting session/transaction states"),
            *(("fix", "failed", f"Attempt {number}") for number in range(1, 7)),
        ),
    ),
    Story(
        "004 table prefix",
        "004",
        'ERROR: relation "storage_elem_01_wal" does not exist',
        "sqlalchemy.exc.ProgrammingError: (sqlalchemy.dialects.postgresql.asyncpg.ProgrammingError) "
        "<class 'asyncpg.exceptions.UndefinedTableError'>: relation \"shop_02_orders\" does not exist\n"
        "[SQL: INSERT INTO shop_02_orders (id) VALUES ($1::INTEGER)]",
        (
            ("cause", "", "import time"),
            *(("fix", "failed", word) for word in ("setdefault", "assignment", "importlib.reload", "reload of models")),
            ("fix", "proposed", "declared_attr"),
        ),
    ),
)


def pytest_log(error: str) -> str:
    """The error as the last line of one failing test in a log of a little over 200 lines."""
    passed = [
        f"tests/unit/test_part_{number:03}.py ........................ [{number // 2:3}%]" for number in range(170)
    ]
    shown = "\n".join(f"E       {line.removeprefix('E   ')}" for line in error.splitlines())
    return "\n".join(
        [
            "============================= test session starts ==============================",
            "platform linux -- Python 3.12.4, pytest-8.3.3, pluggy-1.5.0",
            "rootdir: /srv/build/app",
            "collected 1893 items",
            "",
            *passed,
            "",
            "=================================== FAILURES ===================================",
            "_______________________________ test_saves_order _______________________________",
            "",
            "client = <tests.client.Client object at 0x7f2b6c0d9f10>",
            "",
            "    def test_saves_order(client):",
            ">       client.save({'id': 1})",
            "",
            "tests/test_orders.py:42: ",
            "_ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _",
            "app/store.py:118: in save",
            "    self.session.execute(statement)",
            shown,
            "",
            "app/store.py:120: OperationalError",
            "----------------------------- Captured stdout call -----------------------------",
            "saving order 1",
            "=========================== short test summary info ============================",
            f"FAILED tests/test_orders.py::test_saves_order - {error.splitlines()[0].removeprefix('E   ')[:40]}...",
            "================== 1 failed, 1892 passed in 73.21s (0:01:13) ===================",
        ]
    )


def linked(told: Told) -> set[tuple[str, str, str]]:
    """(kind, outcome, text) of what the answer page ties to the error."""
    fixes = {
        ("fix", fix.outcome, fix.fix.text) for cause in told.causes for group in cause.fixes.values() for fix in group
    }
    causes = {("cause", "", cause.cause.text) for cause in told.causes}
    rules = {("rule", "", rule.rule.text) for cause in told.causes for rule in cause.rules}
    return fixes | causes | rules | {("pattern", "", pattern.text) for pattern in told.patterns}


def beside(told: Told) -> set[tuple[str, str, str]]:
    """(kind, outcome, text) of what the page shows as also said in the document."""
    findings = [finding for other in told.beside for group in other.groups.values() for finding in group]
    return {(finding.kind, finding.outcome, finding.text) for finding in findings}


PLACES = {"linked": linked, "beside": beside}


def holds(shown: set[tuple[str, str, str]], wanted: tuple[str, str, str]) -> bool:
    """Whether an entry of the wanted kind and outcome holds the wanted word."""
    kind, outcome, word = wanted
    return any((kind, outcome) == (k, o) and word.lower() in text.lower() for k, o, text in shown)


def tell(story: Story) -> bool:
    ways = {"quoted": story.quoted, "printed": story.printed, "in a log": pytest_log(story.printed)}
    good = True
    for way, paste in ways.items():
        answer = answer_paste(paste).answers[0]
        signature = Signature.objects.filter(pk=answer.matches[0].signature).first() if answer.matches else None
        of_document = Evidence.objects.filter(signature=signature, finding__document__path__contains=story.document)
        allowed = ("known",) if way == "quoted" else ("known", "similar")
        right = signature is not None and of_document.exists() and answer.verdict in allowed
        good &= right
        print(f"{'ok  ' if right else 'MISS'} {story.name:20} {way:9} {answer.verdict:8} {signature}")
    if not signature:
        return False
    signature = Signature.objects.with_story().get(pk=signature.pk)
    told = tell_signatures([signature])[signature.pk]
    for wanted in story.expected:
        where = next((name for name, shown in PLACES.items() if holds(shown(told), wanted)), "MISS")
        good &= where != "MISS"
        print(f"{where:6} {story.name:20} {' '.join(wanted)}")
    return good


def main() -> None:
    call_command("migrate", verbosity=0)
    call_command("import_documents", sys.argv[1])
    told = [tell(story) for story in STORIES]
    print(f"{sum(told)} of {len(told)} stories are told whole")
    sys.exit(not all(told))


if __name__ == "__main__":
    main()
