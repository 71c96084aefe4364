"""What belongs to what in one document, and why the reader believes it."""

import pytest

from incidents.reading.read import read_document

OPTIONS = """# Sprint 3 report: tests of the billing service

## Completed work

**Root Cause**: Dates were compared as strings.

## Blocked work

**Root Cause**: The schema name is read while the module is imported.

## Solution Options

### Option 1: A factory for the models

Builds the classes after the settings are known.

### Option 2: One schema for each worker

Every worker connects with its own search path.
"""
ONLY_ONE = """# Incident: uploads fail

## Root Cause

The temporary folder was on a full disk.

## Resolution

1. Moved uploads to the data volume.
2. Deleted files older than a week.
"""
PATTERN_PAGE = """# The folder is made by the fixture

## Root Cause

SQLite makes the file and not its folder.

## Solution

- Open the file inside of a directory that pytest makes.

## Test Pattern

- **Database below tmp_path**: the URL is built from what the fixture hands over.

## Prevention

- No relative path in a connection string.
"""
NUMBERED = """# Incident: two bugs in one release

## Problems

### Issue 1: Invoices are sent twice

**Root Cause**: The queue delivers again when the worker is slow.

### Issue 2: Prices are rounded wrongly

**Root Cause**: Amounts were floats.

## Solutions

### Fix 1: Ids

**Fix**: Remember the id of what was sent.

### Fix 2: Decimals

**Fix**: Keep amounts as decimals.
"""


def links_of(text):
    """(beginning of the one, relation, beginning of the other, reason)"""
    document = read_document("report.md", text.encode())
    texts = {finding.id: finding.text[:12] for finding in document.findings}
    return {(texts[link.source], link.relation, texts[link.target], link.reason) for link in document.links}


@pytest.mark.parametrize(
    "text, expected",
    [
        pytest.param(
            OPTIONS,
            {
                ("The schema n", "fixed_by", "A factory fo", "the problem before it"),
                ("The schema n", "fixed_by", "One schema f", "the problem before it"),
            },
            id="options stand behind their problem",
        ),
        pytest.param(
            ONLY_ONE,
            {
                ("The temporar", "fixed_by", "Moved upload", "the only one"),
                ("The temporar", "fixed_by", "Deleted file", "the only one"),
            },
            id="a lone cause",
        ),
        pytest.param(
            PATTERN_PAGE,
            {
                ("Open the fil", "applies", "Database bel", "the only one"),
                ("SQLite makes", "prevented_by", "No relative ", "the only one"),
            },
            id="the page of a pattern",
        ),
        pytest.param(
            NUMBERED,
            {
                ("The queue de", "fixed_by", "Remember the", "the same number"),
                ("Amounts were", "fixed_by", "Keep amounts", "the same number"),
            },
            id="equal numbers",
        ),
    ],
)
def test_links(text, expected):
    assert expected <= links_of(text)


def test_a_fix_of_one_problem_is_not_linked_to_the_other():
    assert not {(a, b) for a, _, b, _ in links_of(NUMBERED)} & {
        ("Amounts were", "Remember the"),
        ("The queue de", "Keep amounts"),
    }
