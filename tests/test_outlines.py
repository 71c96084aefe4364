"""Whatever outline a document begins with: empty it says nothing, and filled in the reader understands it."""

import pytest

from incidents.outlines import OUTLINES, begun, help_with
from incidents.reading.front_matter import read_front_matter
from incidents.reading.read import read_document

ERROR = "LockTimeoutError: gave up after 30 s on row 17"
CAUSE = "Two workers take the rows in different order."
WORKED = "Rows are now taken in the order of their id."
FAILED = "Raising the timeout to 60 s did not help."
RULE = "Every batch query names its order."
ATTEMPTS = """\
- **2026-03-04 10:12:** **Attempt 1:** Raised the timeout to 60 s.
- **2026-03-04 10:20:** Re-ran tests. Result: 1 failure.
- **2026-03-04 10:31:** **Attempt 2:** Ordered the rows by their id.
- **2026-03-04 10:40:** Re-ran tests. Result: all 12 tests passed.
"""
WHYS = "1. Jobs stay queued.\n2. Both workers wait for a lock of the other.\n3. " + CAUSE
ISSUE = f"### Issue 1: jobs stay queued\n\n**Root cause:** {CAUSE}\n\n**Fix:** {WORKED}\n"
# What is written below each heading, and the kind, status and findings that come of it.
FILLED = {
    "sre": (
        {
            "Summary": "The nightly run stood still for two hours.",
            "Error message": ERROR,
            "Root causes": f"- {CAUSE}",
            "Resolution": f"- {WORKED}",
            "What did not work": f"- {FAILED}",
            "Timeline": "| ★ 2026-03-04 10:12 UTC | The alert came. |",
            "Where we got lucky": "The export of that night was empty.",
            "Why were we surprised": "We thought that the database sorts rows by itself.",
            "Lessons learned": f"- {RULE}",
            "Action items": "| Sort the report too | @ann | 2026-03-18 | open |",
        },
        ("incident", "open"),
        [
            ("signature", ERROR, ""),
            ("cause", CAUSE, ""),
            ("fix", WORKED, "worked"),
            ("fix", FAILED, "failed"),
            ("fix", "Sort the report too", "proposed"),
            ("rule", RULE, ""),
        ],
    ),
    "five-whys": (
        {"Error message": ERROR, "Five whys": WHYS, "Resolution": f"- {WORKED}", "Prevention": f"- {RULE}"},
        ("incident", "open"),
        [
            ("signature", ERROR, ""),
            ("cause", "Both workers wait for a lock of the other.", ""),
            ("cause", CAUSE, ""),
            ("fix", WORKED, "worked"),
            ("rule", RULE, ""),
        ],
    ),
    "debugging-log": (
        {
            "Goal": "The nightly run ends before six.",
            "Error message": ERROR,
            "Eliminated": "- The network is slow: pings are as ever.",
            "Debugging log": ATTEMPTS,
            "Root cause": CAUSE,
            "Lessons learned": f"- {RULE}",
        },
        ("debug_log", "open"),
        [
            ("signature", ERROR, ""),
            ("cause", CAUSE, ""),
            ("fix", "Attempt 1: Raised the timeout to 60 s.", "failed"),
            ("fix", "Attempt 2: Ordered the rows by their id.", "worked"),
            ("rule", RULE, ""),
        ],
    ),
    "prp": (
        {
            "Goal": "The nightly run ends before six.",
            "Error message": ERROR,
            "Root cause": CAUSE,
            "Proposed solution": "- Take the rows in the order of their id.",
            "Known gotchas": f"- {RULE}",
            "Acceptance criteria": "- [ ] The run of 4 March ends when it is started again.",
        },
        ("prp", "open"),
        [
            ("signature", ERROR, ""),
            ("cause", CAUSE, ""),
            ("fix", "Take the rows in the order of their id.", "proposed"),
            ("rule", RULE, ""),
        ],
    ),
    "sprint": (
        {
            "Summary": "The nightly run is stable.",
            "Objectives & results": "| A stable nightly run | reached |",
            "Issues resolved": ISSUE,
            "Attempted fixes": "- Raised the timeout to 60 s → the workers waited longer.",
            "Lessons learned": f"- {RULE}",
        },
        ("sprint", "open"),
        [
            ("cause", CAUSE, ""),
            ("fix", WORKED, "worked"),
            ("fix", "Raised the timeout to 60 s → the workers waited longer.", "failed"),
            ("rule", RULE, ""),
        ],
    ),
    "note": (
        {
            "Problem": "The nightly run stands still.",
            "Error message": ERROR,
            "Root cause": CAUSE,
            "What did not work": f"- {FAILED}",
            "Solution": WORKED,
            "Prevention": f"- {RULE}",
        },
        ("solution", "resolved"),
        [
            ("signature", ERROR, ""),
            ("cause", CAUSE, ""),
            ("fix", FAILED, "failed"),
            ("fix", WORKED, "worked"),
            ("rule", RULE, ""),
        ],
    ),
}


def written(slug, title="Workers wait for a lock", below=()):
    """The text of an outline with `below` its headings: an error in the code block, a row behind the table's head."""
    outline = OUTLINES[slug]
    text = begun(outline, title=title, day="2026-03-04", authors=["ann"])
    for heading, words in dict(below).items():
        start = next(one.start for one in outline.sections if one.heading == heading)
        if start.startswith("```"):
            filled = f"```text\n{words}\n```\n"
        else:
            filled = (start if start.startswith("|") else "") + words + "\n"
        text = text.replace(f"## {heading}\n\n{start}", f"## {heading}\n\n{filled}")
    return text


def read(text):
    return read_document("written.md", text.encode())


@pytest.mark.parametrize("slug", OUTLINES)
def test_an_empty_one_states_nothing(slug):
    told = read(written(slug))
    assert (told.title, told.date, told.findings, told.faults) == ("Workers wait for a lock", "2026-03-04", (), ())


@pytest.mark.parametrize("slug", FILLED)
def test_filled_in_it_is_understood(slug):
    below, (kind, status), findings = FILLED[slug]
    told = read(written(slug, below=below))
    assert (told.kind, told.status) == (kind, status)
    assert sorted((f.kind, f.text, f.outcome) for f in told.findings) == sorted(findings)


@pytest.mark.parametrize("title", ["[WIP] fix: #3", "@ann's day", "`x` %", 'say "no"', "no", "12", "- one", "größer ★"])
def test_no_title_breaks_the_front_matter(title):
    front = read_front_matter(written("sre", title))
    assert front.fields["title"] == title
    assert front.is_sound


def test_help_is_beside_the_text_and_never_in_it():
    helped = [section for outline in OUTLINES.values() for section in outline.sections]
    assert all(section.help for section in helped)
    assert not [one.help for slug in OUTLINES for one in helped if one.help in written(slug)]


def test_a_document_is_known_by_the_headings_it_kept():
    kept = ["Summary", "Impact", "root causes", "Resolution", "Timeline", "Lessons learned", "Of our own"]
    assert help_with("\n\n".join(f"## {heading}" for heading in kept)) == OUTLINES["sre"].sections
    assert help_with("## Summary\n\n## Words of our own\n") == ()
