"""What teams write of what they will do, in the forms that they really use, and what only looks like it."""

import pytest

from incidents.reading.action_words import is_done, read_words
from incidents.reading.actions import read_actions
from incidents.reading.blocks import read_blocks

# (as written, what is to be done, owner, due, done)
LINES = [
    (
        "Add a limit to every pod (owner: Ann Lee, due 2026-12-01)",
        "Add a limit to every pod",
        "Ann Lee",
        "2026-12-01",
        0,
    ),
    ("Add a limit (Due: 2026-12-01; Owner: ann)", "Add a limit", "ann", "2026-12-01", 0),
    ("[ ] **@Backend**: Update the checklist - 2026-01-08", "Update the checklist", "Backend", "2026-01-08", 0),
    (
        "[x] **@Architect**: ADR für den Cache erstellt - 2026-01-01",
        "ADR für den Cache erstellt",
        "Architect",
        "2026-01-01",
        1,
    ),
    ("**Add test**: one for the retry — due 2026-03-05 — @ben", "Add test: one for the retry", "ben", "2026-03-05", 0),
    (
        "**Add test**: one for the retry — due YYYY-MM-DD — @owner",
        "Add test: one for the retry — due YYYY-MM-DD",
        "",
        None,
        0,
    ),
    ("**Predictive scaling** - @DevOps/@Architect", "Predictive scaling", "DevOps/Architect", None, 0),
    ("@ann to rotate the keys by 1 December 2026", "rotate the keys", "ann", "2026-12-01", 0),
    ("Rotate the keys (@ann)", "Rotate the keys", "ann", None, 0),
    ("Rotate the keys 📅 2026-12-01", "Rotate the keys", "", "2026-12-01", 0),
    (
        "Schlüssel tauschen (verantwortlich: Jörg Weiß, bis 24.12.2026)",
        "Schlüssel tauschen",
        "Jörg Weiß",
        "2026-12-24",
        0,
    ),
    ("Grenzen setzen – fällig am 01.12.2026", "Grenzen setzen", "", "2026-12-01", 0),
    ("Ask @rune about the ingress", "Ask @rune about the ingress", "", None, 0),
    ("By 2026-12-01 all pods have limits", "By 2026-12-01 all pods have limits", "", "2026-12-01", 0),
    ("Use `@app.route` in one place", "Use @app.route in one place", "", None, 0),
    ("✅ Fixed both functions", "Fixed both functions", "", None, 1),
    ("~~Write the runbook~~", "Write the runbook", "", None, 1),
    ("Guard against a wrong runtime (done)", "Guard against a wrong runtime", "", None, 1),
    ("Guard against a wrong runtime – erledigt", "Guard against a wrong runtime", "", None, 1),
    ("Add an alert (owner: TBD)", "Add an alert", "", None, 0),
]


@pytest.mark.parametrize(("line", "text", "owner", "due", "done"), LINES, ids=[line[0] for line in LINES])
def test_a_line_says_what_who_and_until_when(line, text, owner, due, done):
    words = read_words(line)
    assert (words.text, words.owner, words.due, words.done) == (text, owner, due, bool(done))


@pytest.mark.parametrize("status", ["Done", "✅ Complete (#1097)", "**完了**", "erledigt", "closed", "100 %", "Merged"])
def test_a_status_that_is_done(status):
    assert is_done(status)


@pytest.mark.parametrize("status", ["TODO", "未着手", "not done", "In progress", "Pending", "", "offen", "incomplete"])
def test_a_status_that_is_not(status):
    assert not is_done(status)


SRE_TABLE = """\
# Lost messages

## Action Items

| Action Item | Type | Owner | Bug |
|---|---|---|---|
| Alert when the queue stands still | detect | ann | n/a |
| Drain before every deploy | prevent | ben@example.com | 55 **DONE** |
"""
NUMBERED_TABLE = """\
# Ausfall

## Maßnahmen

| # | Maßnahme | Verantwortlich | Fällig | Status |
|---|---|---|---|---|
| 1 | Grenzen für jeden Pod setzen | Jörg | 24.12.2026 | offen |
| 2 | Alarm bei vollem Speicher | | | erledigt |
"""
JAPANESE_TABLE = """\
# 障害

## アクションアイテム

### 予防（Prevent）

| # | アクション | 担当 | 期限 | 状態 |
|---|---|---|---|---|
| P-1 | 要求を待たずに中断する | 開発担当者 | 2026-03-24 | **完了** |
"""
TABLE_ANYWHERE = """\
# Report

## Wrap-up

| Action | Owner | Deadline | Status |
|--------|-------|----------|--------|
| Audit all functions | Engineering | Oct 20, 2025 | ✅ Complete |
"""
NESTED = """\
# Retrospective

## Action Items for Next Sprints

### High Priority
1. **Smaller images** - @Backend/@DevOps
   - Target: Sprint 2026-16
   - Owner: @Backend
   - Due: 2026-05-01
2. Fewer meetings
"""
LABELLED = """\
# Report

## Short-Term Actions

1. **Add the fixture documentation**

   **Timeline:** this sprint

   **Owner:** Development team

2. **Think about a linter**
"""
HEADINGS = """\
# Outage

## Corrective actions

### Add an alert for full disks
Owner: Ann
Due: 2026-12-01

Disks fill within an hour.
"""
PARAGRAPH = """\
# Outage

## Follow-ups

Action: Add an alert
Owner: Ann
Due: 2026-12-01
Action: Write the runbook
Owner: Ben
"""
GROUPS = """\
# Outage

## Action items

- Short term:
  - [x] Raise the limit
  - [ ] Add an alert
- [ ] Add tests that cover:
  - new accounts
  - old accounts
"""
COMPLETED = """\
# Outage

## Action Items

### Immediate (Completed)
- Recreate the table
### Short-term
- Check the schema at start
"""

# (document, kind, [(text, owner, due, done)])
DOCUMENTS = {
    "table of the SRE book": (
        SRE_TABLE,
        "incident",
        [
            ("Alert when the queue stands still", "ann", None, False),
            ("Drain before every deploy", "ben@example.com", None, True),
        ],
    ),
    "German table": (
        NUMBERED_TABLE,
        "incident",
        [("Grenzen für jeden Pod setzen", "Jörg", "2026-12-24", False), ("Alarm bei vollem Speicher", "", None, True)],
    ),
    "Japanese table": (JAPANESE_TABLE, "incident", [("要求を待たずに中断する", "開発担当者", "2026-03-24", True)]),
    "table with an owner, under any heading": (
        TABLE_ANYWHERE,
        "other",
        [("Audit all functions", "Engineering", "2025-10-20", True)],
    ),
    "owner and day listed below": (
        NESTED,
        "sprint",
        [("Smaller images", "Backend", "2026-05-01", False), ("Fewer meetings", "", None, False)],
    ),
    "labels below; advice without a name is none": (
        LABELLED,
        "incident",
        [("Add the fixture documentation", "Development team", None, False)],
    ),
    "a heading for each": (HEADINGS, "incident", [("Add an alert for full disks", "Ann", "2026-12-01", False)]),
    "lines with labels": (
        PARAGRAPH,
        "incident",
        [("Add an alert", "Ann", "2026-12-01", False), ("Write the runbook", "Ben", None, False)],
    ),
    "groups and parts": (
        GROUPS,
        "incident",
        [
            ("Raise the limit", "", None, True),
            ("Add an alert", "", None, False),
            ("Add tests that cover", "", None, False),
        ],
    ),
    "a heading that says completed": (
        COMPLETED,
        "incident",
        [("Recreate the table", "", None, True), ("Check the schema at start", "", None, False)],
    ),
}


def told(text, kind):
    return [(a.text, a.owner, a.due, a.done) for a in read_actions(read_blocks(text), kind)]


@pytest.mark.parametrize(("text", "kind", "expected"), DOCUMENTS.values(), ids=DOCUMENTS.keys())
def test_a_document_says_what_is_to_be_done(text, kind, expected):
    assert told(text, kind) == expected


STEPS = "# Plan\n\n## {heading}\n\n- [ ] Write the model\n- [x] Write the view\n"


@pytest.mark.parametrize(
    ("heading", "kind", "n"),
    [
        ("Action items", "incident", 2),
        ("Action items", "sprint", 2),
        ("Action items", "prp", 0),
        ("Next steps", "incident", 2),
        ("Next steps", "debug_log", 0),
        ("Next steps", "sprint", 0),
        ("Implementation checklist", "incident", 0),
        ("Definition of done", "prp", 0),
        ("Actions taken", "incident", 0),
        ("GitHub Actions", "incident", 0),
    ],
)
def test_a_checklist_is_a_promise_only_where_it_is_called_one(heading, kind, n):
    assert len(told(STEPS.format(heading=heading), kind)) == n


NO_ACTIONS = {
    "tasks of a sprint": "# Sprint 5\n\n| Task | Owner | Status |\n|---|---|---|\n| Bump version | Ann | Open |\n",
    "a table of changes": "# Plan\n\n| File | Action |\n|---|---|\n| a.py | rewrite the loop |\n",
    "nothing to do": "# Report\n\n## Action items\n\n- None\n- TBD\n- -\n- <action>\n",
    "what happened": "# Report\n\n## Corrective actions\n\n- [x] 14:03 — Alert fired on the queue\n",
    "a title": "# Follow-up: the outage of May\n\n- [ ] See the second page\n",
    "the legend": "# Report\n\n## Action items\n\n### Legend\n\n- Prevent: it cannot happen again\n",
    "causes below": "# Report\n\n## Action items\n\n### Root cause\n\n- The disk was full\n",
}


@pytest.mark.parametrize("text", NO_ACTIONS.values(), ids=NO_ACTIONS.keys())
def test_what_is_no_action(text):
    assert told(text, "incident") == []


def test_a_checkbox_with_owner_and_day_is_an_action_anywhere():
    text = "# Plan\n\n## Prevention\n\n- [ ] Add an alert (owner: Ann, due 2026-12-01)\n- [ ] Think\n"
    assert told(text, "prp") == [("Add an alert", "Ann", "2026-12-01", False)]


def test_an_action_knows_its_lines_and_headings():
    [smaller, _] = read_actions(read_blocks(NESTED, first_line=11), "sprint")
    assert (smaller.lines, smaller.section[1:]) == ((16, 19), ("Action Items for Next Sprints", "High Priority"))
