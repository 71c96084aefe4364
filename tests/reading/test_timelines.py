"""What was done during an incident, and whether it lasted."""

import pytest

from incidents.reading.read import read_document

CHANGES = [
    ("done by somebody", "- 10:31 We restarted the hub.", "We restarted the hub."),
    ("done to something", "- 10:31 - The node was drained.", "The node was drained."),
    ("a fix on its way", "- 10:31 Merged the hotfix for the login.", "Merged the hotfix for the login."),
    ("a row of a table", "| Time | Event |\n|---|---|\n| 10:31 | Rolled back to 1.4 |", "Rolled back to 1.4"),
]
OTHER_ENTRIES = [
    ("something seen", "- 10:31 Users report errors."),
    ("a name", "- 10:31 Restart policy discussed."),
    ("an unrelated merge", "- 10:31 Merged the new logo."),
]


def fixes(timeline: str) -> list[tuple[str, str]]:
    read = read_document("a.md", f"# Outage\n\n## Timeline\n\n{timeline}\n".encode())
    return [(f.text, f.outcome) for f in read.findings if f.kind == "fix"]


@pytest.mark.parametrize("entry, text", [row[1:] for row in CHANGES], ids=[row[0] for row in CHANGES])
def test_change_is_a_fix(entry: str, text: str) -> None:
    assert fixes(entry) == [(text, "worked")]


@pytest.mark.parametrize("entry", [row[1] for row in OTHER_ENTRIES], ids=[row[0] for row in OTHER_ENTRIES])
def test_other_entries_are_none(entry: str) -> None:
    assert fixes(entry) == []


def test_what_came_back_was_not_fixed() -> None:
    told = "- 10:31 Restarted the hub.\n- 11:05 Logins fail again.\n- 11:40 Reverted the upgrade of the proxy.\n"
    assert fixes(told) == [("Restarted the hub.", "failed"), ("Reverted the upgrade of the proxy.", "worked")]


def test_change_outside_a_timeline_is_left_to_others() -> None:
    read = read_document("a.md", b"# Notes\n\n## Team\n\n- Replaced the coffee machine\n")
    assert read.findings == ()
