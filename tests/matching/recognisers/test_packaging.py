import pytest

from incidents.reading.failures.packaging import RECOGNISER
from tests.matching.recognisers.seen import errors, failures

ERESOLVE = """
npm ERR! code ERESOLVE
npm ERR! ERESOLVE unable to resolve dependency tree
npm ERR!
npm ERR! While resolving: shop@1.0.0
npm ERR! Found: react@18.2.0
npm ERR!
npm ERR! A complete log of this run can be found in: /home/ann/.npm/_logs/2026-11-21T06_21_19_195Z-debug-0.log
"""
ENOENT = """
npm error code ENOENT
npm error syscall open
npm error path /srv/shop/package.json
npm error errno -2
npm error enoent Could not read package.json: Error: ENOENT: no such file or directory, open '/srv/shop/package.json'
npm error enoent This is related to npm not being able to find a file.
npm error A complete log of this run can be found in: /home/ann/.npm/_logs/debug-0.log
"""
PIP = """
ERROR: Could not find a version that satisfies the requirement nope==9 (from versions: 1.0, 1.1)
ERROR: No matching distribution found for nope==9
"""
WHEEL = """
  error: subprocess-exited-with-error

  × Getting requirements to build wheel did not run successfully.
  │ exit code: 1
  ╰─> [2 lines of output]
      running egg_info
      ModuleNotFoundError: No module named 'numpy'
      [end of output]

  note: This error originates from a subprocess, and is likely not a problem with pip.
"""
UV = """
  × No solution found when resolving dependencies:
  ╰─▶ Because only nope<2 is available and shop depends on
      nope>=2, we can conclude that shop's requirements are unsatisfiable.
"""

CASES = [
    pytest.param(ERESOLVE, [("last", "", "ERESOLVE", "unable to resolve dependency tree")], id="npm"),
    pytest.param(
        ENOENT,
        [
            (
                "last",
                "",
                "ENOENT",
                "Could not read package.json: Error: ENOENT: no such file or directory, open '/srv/shop/package.json'",
            ),
            ("root", "Error", "ENOENT", "ENOENT: no such file or directory, open '/srv/shop/package.json'"),
        ],
        id="npm with a thrown error",
    ),
    pytest.param('npm error Missing script: "nope"', [("last", "", "", 'Missing script: "nope"')], id="npm script"),
    pytest.param(
        ' ERR_PNPM_OUTDATED_LOCKFILE  Cannot install with "frozen-lockfile" because pnpm-lock.yaml is not up to date',
        [
            (
                "last",
                "",
                "ERR_PNPM_OUTDATED_LOCKFILE",
                'Cannot install with "frozen-lockfile" because pnpm-lock.yaml is not up to date',
            )
        ],
        id="pnpm",
    ),
    pytest.param(
        PIP,
        [
            (
                "last",
                "",
                "",
                "Could not find a version that satisfies the requirement nope==9 (from versions: 1.0, 1.1)",
            ),
            ("root", "", "", "No matching distribution found for nope==9"),
        ],
        id="pip",
    ),
    pytest.param(
        WHEEL,
        [
            ("last", "", "exit code 1", "Getting requirements to build wheel did not run successfully."),
            ("root", "ModuleNotFoundError", "", "No module named 'numpy'"),
        ],
        id="pip build",
    ),
    pytest.param(
        UV,
        [
            ("last", "", "", "No solution found when resolving dependencies"),
            (
                "root",
                "",
                "",
                "Because only nope<2 is available and shop depends on nope>=2, we can conclude that shop's "
                "requirements are unsatisfiable.",
            ),
        ],
        id="uv",
    ),
    pytest.param(
        "Because shop depends on nope (^2.0) which doesn't match any versions, version solving failed.",
        [
            (
                "last",
                "",
                "",
                "Because shop depends on nope (^2.0) which doesn't match any versions, version solving failed.",
            )
        ],
        id="poetry",
    ),
    pytest.param("E: Unable to locate package nope", [("last", "", "", "Unable to locate package nope")], id="apt"),
]


@pytest.mark.parametrize("text, expected", CASES)
def test_errors(text, expected):
    assert errors(RECOGNISER, text) == expected


def test_the_hint_at_a_log_belongs_to_the_failure_and_is_no_note():
    (failure,) = failures(RECOGNISER, ERESOLVE)
    assert failure.lines == (1, 7)
    assert failure.errors[0].notes == ("While resolving: shop@1.0.0", "Found: react@18.2.0")


@pytest.mark.parametrize("text", ["npm warn deprecated x", "ERROR: it broke", "E: x", "➤ YN0000: Done"])
def test_progress_is_left_alone(text):
    assert failures(RECOGNISER, text) == []
