"""The status of a document that states none, and what its fixes are when nothing else is said."""

import re
from collections.abc import Sequence

from incidents.reading.drafts import Draft
from incidents.reading.front_matter import FrontMatter
from incidents.reading.outcomes import DONE, TO_DO

# The fields of a plan for agents.
PLAN_KEYS = frozenset({"wave", "must_haves", "autonomous", "depends_on"})
# "Download issue - FIXED!" says how it ended; "Fix the download" does not.
SOLVED = re.compile(r"\b(?:fixed|resolved|solved)\b", re.IGNORECASE)
UNSOLVED = re.compile(r"\b(?:not|un|partially|partly|mostly|to be)[\s-]?(?:fixed|resolved|solved)\b", re.IGNORECASE)
GUIDE = re.compile(r"\b(?:runbook|playbook|how[ -]to|diagnosis and recovery)\b", re.IGNORECASE)
BY_KIND = {"incident": "resolved", "summary": "resolved", "sprint": "open", "debug_log": "open"}


def usual_status(kind: str, title: str, front: FrontMatter, date: str | None) -> str:
    """One of STATUSES, from the title's words or the kind: a report of something past is resolved.

    A solution with a date tells what was solved that day; without one it is a guide. A plan for agents is open.
    """
    if SOLVED.search(title) and not UNSOLVED.search(title):
        return "resolved"
    if kind == "solution":
        return "resolved" if date and not GUIDE.search(title) else "unknown"
    if kind == "prp":
        return "open" if PLAN_KEYS & front.fields.keys() else "unknown"
    return BY_KIND.get(kind, "unknown")


def usual_outcome(kind: str, status: str) -> str:
    """What the fixes of a document are unless their own words say: proposed in plans and guides, else worked."""
    if kind == "prp":
        return "worked" if status == "resolved" else "proposed"
    if kind == "solution":
        return "proposed" if status == "unknown" else "worked"
    return "worked"


def is_solved(drafts: Sequence[Draft]) -> bool:
    """Whether a debugging log names fixes that were all made and worked; a guide says what to do."""
    fixes = [d for d in drafts if d.kind == "fix" and d.confidence == "stated"]
    made = sum(bool(DONE.match(d.text)) for d in fixes)
    asked = sum(bool(TO_DO.match(d.text)) for d in fixes)
    return made > asked and all(d.outcome == "worked" for d in fixes)
