"""Library, tool and phase of real errors; of most nothing is told, and then nothing may be said."""

import pytest

from kb.matching.provenance import library_of, phase_of, tool_of

LIBRARIES = [
    ("sqlalchemy.exc.NoSuchModuleError", "sqlalchemy"),
    ("django.db.utils.OperationalError", "django"),
    ("sqlite3.OperationalError", "sqlite3"),
    ("org.hibernate.LazyInitializationException", "org.hibernate"),
    ("java.lang.NullPointerException", "java"),
    ("std::bad_alloc", "std"),
    ("Failed", "pytest"),
    ("ValueError", ""),
    ("", ""),
    ("builtins.ValueError", ""),
    ("test_basket.BasketFullError", ""),
    ("tests.helpers.Broken", ""),
    ("app.errors.OutOfStock", ""),
]
TOOLS = [
    ("npm ERR! code ERESOLVE", "npm"),
    ("FAILED tests/api/test_orders.py::test_list - assert 500 == 200", "pytest"),
    ("E   fixture 'db_session' not found", "pytest"),
    ("pytest: error: unrecognized arguments: --run-slow", "pytest"),
    ("dependency failed to start: container web-1 is unhealthy", "docker"),
    ("alembic.util.exc.CommandError: Multiple head revisions are present", "alembic"),
    ("! [rejected]        main -> main (fetch first)", "git"),
    ("error[E0382]: borrow of moved value: `rows`", "cargo"),
    ("make: *** [Makefile:12: test] Error 2", "make"),
    ("app.py:3: error: Missing return statement  [return]", "mypy"),
    ("KeyError: 'container'", ""),
    ("the npm of the matter", ""),
    ("fatal error in the queue", ""),
    ("TimeoutError: QueuePool limit of size 5 overflow 10 reached", ""),
]
PHASES = [
    ("ERROR at setup of test_list", "setup"),
    ("_ ERROR at teardown of test_list _", "teardown"),
    ("ERROR collecting tests/test_app.py", "collection"),
    ("ImportError while importing test module '/srv/tests/test_app.py'.", "collection"),
    ("FAILED tests/test_app.py::test_list - KeyError: 'name'", "call"),
    ("the setup of the site is described below", ""),
    ("KeyError: 'name'", ""),
]


@pytest.mark.parametrize("type_name, library", LIBRARIES, ids=[name or "none" for name, _ in LIBRARIES])
def test_library(type_name, library):
    assert library_of(type_name) == library


@pytest.mark.parametrize("text, tool", TOOLS, ids=[text[:30] for text, _ in TOOLS])
def test_tool(text, tool):
    assert tool_of(text) == tool


@pytest.mark.parametrize("text, phase", PHASES, ids=[text[:30] for text, _ in PHASES])
def test_phase(text, phase):
    assert phase_of(text) == phase
