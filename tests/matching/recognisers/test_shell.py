import pytest

from incidents.reading.failures.shell import RECOGNISER
from tests.matching.recognisers.seen import errors, failures

OWNERSHIP = """
$ git status
fatal: detected dubious ownership in repository at '/srv/shop'
To add an exception for this directory, call:

	git config --global --add safe.directory /srv/shop
"""
PUBLIC_KEY = """
git@git.example: Permission denied (publickey).
fatal: Could not read from remote repository.

Please make sure you have the correct access rights
and the repository exists.
"""

CASES = [
    pytest.param(
        "build.sh: line 2: mvnw: command not found",
        [("last", "", "exit code 127", "mvnw: command not found")],
        id="bash",
    ),
    pytest.param("sh: 1: mvnw: not found", [("last", "", "exit code 127", "mvnw: not found")], id="dash"),
    pytest.param("zsh: command not found: mvnw", [("last", "", "exit code 127", "command not found: mvnw")], id="zsh"),
    pytest.param(
        "bash: -c: line 1: syntax error near unexpected token `then'",
        [("last", "", "", "syntax error near unexpected token `then'")],
        id="syntax",
    ),
    pytest.param(
        "build.sh: line 6: TOKEN: unbound variable", [("last", "", "", "TOKEN: unbound variable")], id="unbound"
    ),
    pytest.param(
        "build.sh: line 4: cd: /nodir: No such file or directory",
        [
            ("last", "", "ENOENT", "line 4: cd: /nodir: No such file or directory"),
            ("root", "", "ENOENT", "No such file or directory"),
        ],
        id="no such file",
    ),
    pytest.param(
        "systemd-journald[838]: Failed to open system journal: No space left on device",
        [
            ("last", "", "ENOSPC", "Failed to open system journal: No space left on device"),
            ("root", "", "ENOSPC", "No space left on device"),
        ],
        id="disk full",
    ),
    pytest.param(
        OWNERSHIP, [("last", "", "", "detected dubious ownership in repository at '/srv/shop'")], id="ownership"
    ),
    pytest.param(PUBLIC_KEY, [("last", "", "", "Permission denied (publickey)")], id="public key"),
    pytest.param(
        "curl: (7) Failed to connect to 127.0.0.1 port 9 after 0 ms: Couldn't connect to server",
        [("last", "", "curl 7", "Failed to connect to 127.0.0.1 port 9 after 0 ms: Couldn't connect to server")],
        id="curl",
    ),
    pytest.param("Killed", [("last", "", "SIGKILL", "Killed")], id="killed"),
    pytest.param(
        "Process completed with exit code 137",
        [("last", "", "exit code 137", "Process completed with exit code 137")],
        id="exit code",
    ),
]


@pytest.mark.parametrize("text, expected", CASES)
def test_errors(text, expected):
    assert errors(RECOGNISER, text) == expected


@pytest.mark.parametrize("text, lines", [(OWNERSHIP, (2, 5)), (PUBLIC_KEY, (1, 5))])
def test_advice_belongs_to_the_failure(text, lines):
    (failure,) = failures(RECOGNISER, text)
    assert failure.lines == lines


def test_an_exit_code_is_nothing_beside_its_reason():
    assert errors(RECOGNISER, "sh: 1: mvnw: not found\nProcess completed with exit code 127") == [
        ("last", "", "exit code 127", "mvnw: not found")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Process completed with exit code 1",
        "OSError: [Errno 28] No space left on device",
        "404 page not found",
        "exited with code 0",
    ],
)
def test_what_says_nothing_is_left_alone(text):
    assert failures(RECOGNISER, text) == []
