"""Errors inside documents: what counts as met in output, and what is only talked about."""

import pytest

from incidents.reading.read import read_document

QUOTED = [
    ("typed error in code span", "It raised `ValueError: bad port`.", "ValueError: bad port"),
    ("qualified name of any ending", "We saw `sqlite3.Locked: table is locked`.", "sqlite3.Locked: table is locked"),
    ("bare type that was raised", "The call failed with TimeoutError today.", "TimeoutError"),
    ("status phrase", "The gateway answered 503 Service Unavailable.", "503 Service Unavailable"),
    ("quoted message", 'The job failed with "no such table: orders".', "no such table: orders"),
    ("line of output", "```\nok\nfatal: not a git repository\n```", "fatal: not a git repository"),
    ("pytest line", "```\nFAILED tests/a.py::test_b - assert 1 == 2\n```", "FAILED tests/a.py::test_b - assert 1 == 2"),
    ("pytest's margin", "```\nE   queue.LockTaken: by job 4\n```", "queue.LockTaken: by job 4"),
    ("compiler's code and message", "- `TS1128: Declaration expected` (24 times)", "TS1128: Declaration expected"),
    ("message in single quotes", "The tool panicked with 'could not get metadata'.", "could not get metadata"),
    ("pattern of a log", "**Log pattern:**\n\n```\nread of queue 4 timed out\n```", "read of queue 4 timed out"),
    (
        "error behind a mark",
        "- `<!-- made -->Error: Process completed twice.`",
        "<!-- made -->Error: Process completed twice",
    ),
    (
        "code that only a tool's report tells",
        "```\n ERR_PNPM_NO_LOCKFILE  Cannot install\n```",
        "ERR_PNPM_NO_LOCKFILE  Cannot install",
    ),
    ("qualified name in output", "```\nqueue.errors.LockTaken: by job 4\n```", "queue.errors.LockTaken: by job 4"),
    ("label before a block", "**Error:**\n\n```\nlock held by 42\n```", "lock held by 42"),
    ("label before text", "- **Error message:** lock held by another host", "lock held by another host"),
]
NOT_MET = [
    ("code that raises", "```python\nraise ValueError('bad port')\n```"),
    ("code that pretends", "```\nwith patch.object(cli, 'get', side_effect=Exception('404 Not Found')):\n```"),
    ("class that is named", "We added `PortError` to errors.py."),
    ("test name", "- ✅ test_value_error_is_raised"),
    ("none reported", "- **Errors:** None reported"),
    ("comment in code", "```json\n// 404 Not Found - before the fix\n{}\n```"),
    ("output after the fix", "**After fix:**\n\n```\nERROR: 0 failures in 3 jobs\n```"),
    ("tally of tests", 'The job failed: "74/76 tests passed, 2 failed".'),
    ("how many failed", "```\nFailed: 26 (3.6%)\n```"),
    ("none failed", "```\n✓ Passed: 12\n✗ Failed:      0  ❌\n```"),
    ("number behind a label", "- **Errors:** 44 (46.8%)"),
    ("words in quotes far from failing", 'It turns "the name does not exist" into silence.'),
    ("codes of an interface", "## Status codes\n\n- **404 Not Found**: no such order"),
    ("specification", "- `RFC9110: defines the failure codes`"),
    ("rule about errors", "## Prevention\n\n- Never swallow `ValueError: bad port`."),
]


def signatures(text: str) -> list[str]:
    return [f.text for f in read_document("a.md", text.encode()).findings if f.kind == "signature"]


@pytest.mark.parametrize("text, signature", [row[1:] for row in QUOTED], ids=[row[0] for row in QUOTED])
def test_error_is_found(text: str, signature: str) -> None:
    assert signatures(text) == [signature]


@pytest.mark.parametrize("text, signature", [row[1:] for row in QUOTED], ids=[row[0] for row in QUOTED])
def test_error_is_found_between_other_text(text: str, signature: str) -> None:
    assert signatures(f"# Report\n\nBefore.\n\n{text}\n\nAfter.\n") == [signature]


@pytest.mark.parametrize("text", [row[1] for row in NOT_MET], ids=[row[0] for row in NOT_MET])
def test_no_error_was_met(text: str) -> None:
    assert signatures(text) == []


def test_same_failure_is_found_once_at_its_fullest() -> None:
    text = "It failed with KeyError.\n\n- `KeyError: 'port'` in the log\n"
    assert signatures(text) == ["KeyError: 'port'"]


def test_same_message_of_two_tests_is_one_failure() -> None:
    text = "```\nFAILED a.py::test_b - assert 1 == 2\nFAILED a.py::test_c - assert 1 == 2\n```"
    assert len(signatures(text)) == 1


def test_output_that_fits_a_template_is_an_example_of_it() -> None:
    template = "**Error:**\n\n```\nOSError: port <*> of host <*> is taken\n```"
    met = "**As printed:**\n\n```\nOSError: port 80 of host web is taken by nginx\n```"
    other = "**As printed:**\n\n```\nOSError: host web of port 80 is taken\n```"
    assert signatures(f"{template}\n\n{met}") == ["OSError: port <*> of host <*> is taken"]
    assert len(signatures(f"{template}\n\n{other}")) == 2


def test_symptoms_of_the_front_matter_tell_errors_and_other_things() -> None:
    front = "---\nsymptoms:\n  - \"Login fails with 'no such user: eva'\"\n  - Users wait\n---\n\n# Login\n"
    assert signatures(front) == ["no such user: eva"]
