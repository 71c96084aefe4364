"""Dates, states and severities in the words people use."""

import pytest

from incidents.reading.fields import date_in, status_of
from incidents.reading.read import read_document

DATES = [
    ("2025-02-03", "2025-02-03"),
    ("2025-02-03T10:00:00Z", "2025-02-03"),
    ("2025/2/3", "2025-02-03"),
    ("February 3, 2025", "2025-02-03"),
    ("3rd Feb 2025", "2025-02-03"),
    ("2025年2月3日", "2025-02-03"),
    ("20250203", "2025-02-03"),
    ("2025-13-45", None),
    ("February 2025", None),
    ("2025", None),
]
STATUSES = [
    ("RESOLVED", "resolved"),
    ("✅ Complete", "resolved"),
    ("3-completed", "resolved"),
    ("30% Complete (Blocked)", "partial"),
    ("100% complete", "resolved"),
    ("Not resolved", "open"),
    ("in progress", "open"),
    ("On hold", "blocked"),
    ("purple", ""),
]
PLACES = [
    ("front-matter", "---\ndate: 2025-02-03\n---\n\n# A\n"),
    ("bold pair", "# A\n\n**Date:** 2025-02-03\n"),
    ("bullet pair", "# A\n\n- **Date**: 2025-02-03\n"),
    ("table", "# A\n\n| Field | Value |\n|---|---|\n| Date | 2025-02-03 |\n"),
    ("heading", "# A\n\n### Date\n\n2025-02-03\n"),
    ("title", "# 2025-02-03 the search was down\n"),
    ("italic footer", "# A\n\ntext\n\n---\n*Completed: 2025-02-03*\n"),
]


@pytest.mark.parametrize("words, date", DATES, ids=[words for words, _ in DATES])
def test_date_in_words(words: str, date: str | None) -> None:
    assert date_in(words) == date


@pytest.mark.parametrize("words, status", STATUSES, ids=[words for words, _ in STATUSES])
def test_status_in_words(words: str, status: str) -> None:
    assert status_of(words) == status


@pytest.mark.parametrize("text", [row[1] for row in PLACES], ids=[row[0] for row in PLACES])
def test_date_is_found_wherever_it_stands(text: str) -> None:
    assert read_document("a.md", text.encode()).date == "2025-02-03"


def test_date_in_the_file_name_is_the_last_resort() -> None:
    assert read_document("docs/2025-02-03-outage.md", b"# Outage\n").date == "2025-02-03"
