"""Headings and labels as people write them, and what they mean."""

import pytest

from incidents.reading.vocabulary.names import HEADINGS, LABELS
from incidents.reading.vocabulary.phrases import meaning_of

TITLES = [
    ("Root Cause (TBD)", "cause"),
    ("2. Root Causes", "cause"),
    ("根本原因分析", "cause"),
    ("What Didn't Work", "failed"),
    ("Attempted Fixes (All Failed)", "failed"),
    ("🔧 Solution Applied", "fix"),
    ("Solution Options (For Sprint 7+)", "proposed"),
    ("Prevention Measures", "rule"),
    ("Test Patterns & Best Practices", "pattern"),
    ("Auto-fixed Issues", "issues"),
    ("Files Modified", "ignored"),
    ("Environment Standardization", ""),
    ("Fix the login page and the search page in the new client", ""),
]
NAMES = [
    ("Root Cause Identified", "cause"),
    ("Fix", "fix"),
    ("Hypothesis", "hypothesis"),
    ("Environment Contention", ""),
    ("Error Handling", ""),
    ("Change management gaps", ""),
]


@pytest.mark.parametrize("words, meaning", TITLES, ids=[words for words, _ in TITLES])
def test_meaning_of_a_heading(words: str, meaning: str) -> None:
    assert meaning_of(words, HEADINGS) == meaning


@pytest.mark.parametrize("words, meaning", NAMES, ids=[words for words, _ in NAMES])
def test_meaning_of_a_label(words: str, meaning: str) -> None:
    assert meaning_of(words, LABELS) == meaning
