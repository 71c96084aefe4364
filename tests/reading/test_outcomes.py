"""What a fix's own words and the next result say about it."""

import pytest

from incidents.reading.outcomes import outcome_of, result_of
from incidents.reading.read import read_document

FIXES = [
    ("plain past tense in a report", "Changed the pool size.", "worked", "worked"),
    ("cross", "✗ Raised the timeout", "worked", "failed"),
    ("red cross beats a hopeful document", "❌ Raised the timeout", "proposed", "failed"),
    ("check mark in a plan", "✅ Raised the timeout", "proposed", "worked"),
    ("empty box", "[ ] Raise the timeout", "worked", "proposed"),
    ("ticked box", "[x] Raise the timeout", "proposed", "worked"),
    ("did not help", "Raised the timeout, which did not help.", "worked", "failed"),
    ("too late", "Set the variable in the fixture, too late for the import.", "worked", "failed"),
    ("should be", "The pool should be closed by the fixture.", "worked", "proposed"),
    ("plan", "Close the pool in the fixture.", "proposed", "proposed"),
]
RESULTS = [
    ("failures counted", "Result: 4 failures (500 errors).", "failed"),
    ("no failures counted", "Result: 0 failures.", "worked"),
    ("all pass", "Re-ran tests. All 12 tests passed.", "worked"),
    ("still failing", "Re-ran tests. test_login still fails.", "failed"),
    ("nothing said", "Looked at the log again.", ""),
]


@pytest.mark.parametrize("words, usual, outcome", [row[1:] for row in FIXES], ids=[row[0] for row in FIXES])
def test_outcome_of_a_fix(words: str, usual: str, outcome: str) -> None:
    assert outcome_of(words, words, usual) == outcome


@pytest.mark.parametrize("words, outcome", [row[1:] for row in RESULTS], ids=[row[0] for row in RESULTS])
def test_result_of_a_run(words: str, outcome: str) -> None:
    assert result_of(words) == outcome


def test_fixes_under_a_name_that_looks_ahead_are_proposed() -> None:
    read = read_document("incidents/a.md", b"# Outage\n\n## Immediate fixes (do now)\n\n- Add a lint rule\n")
    assert [f.outcome for f in read.findings] == ["proposed"]


def test_code_of_two_sides_is_told_by_the_later() -> None:
    text = "# Outage\n\n## Fix\n\n```\n# OLD:\npool = 1\n# NEW (fixed):\npool = 20 + spare\n```\n"
    assert [f.text for f in read_document("incidents/a.md", text.encode()).findings] == ["pool = 20 + spare"]
