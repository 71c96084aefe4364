from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar

import pytest

current_user = ContextVar("current_user")


def note(action):
    return f"{current_user.get()} {action}"


@pytest.fixture
def ada():
    token = current_user.set("ada")
    yield
    current_user.reset(token)


def test_the_journal_names_who_did_it(ada):
    with ThreadPoolExecutor() as threads:
        noted = threads.submit(note, "paid").result()
    assert noted == "ada paid"
