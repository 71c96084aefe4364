"""How a signature is told: its causes, and under each what worked, what did not, what is only proposed."""

from collections import Counter
from dataclasses import dataclass

from incidents.models import Finding
from kb.models import Cause, Fix, Pattern, Rule

OUTCOMES = tuple(Finding.Outcome.values)


@dataclass(frozen=True)
class ToldFix:
    """`tally` says in how many documents the fix had each outcome, best outcome first."""

    fix: Fix
    outcome: str
    tally: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class ToldCause:
    cause: Cause
    fixes: dict[str, list[ToldFix]]
    rules: list[Rule]


@dataclass(frozen=True)
class Story:
    causes: list[ToldCause]
    patterns: list[Pattern]
    worked: int
    failed: int
    proposed: int


def tell(signature):
    """Takes a signature fetched `with_story()`; asks the database nothing more."""
    causes = sorted((told_cause(cause) for cause in signature.causes.all()), key=_weight)
    fixes = {told.fix: told.outcome for cause in causes for group in cause.fixes.values() for told in group}
    tally = Counter(fixes.values())
    patterns = [*signature.patterns.all(), *(pattern for fix in fixes for pattern in fix.patterns.all())]
    return Story(causes, list(dict.fromkeys(patterns)), **{outcome: tally[outcome] for outcome in OUTCOMES})


def told_cause(cause):
    told = sorted(
        (told_fix(fix) for fix in cause.fixes.all()), key=lambda told: (-sum(n for _, n in told.tally), told.fix.pk)
    )
    fixes = {outcome: [fix for fix in told if fix.outcome == outcome] for outcome in OUTCOMES}
    return ToldCause(cause, fixes, list(cause.rules.all()))


def told_fix(fix):
    """A fix that worked anywhere counts as worked; the tally tells where it did not."""
    documents = {(evidence.finding.outcome, evidence.finding.document_id) for evidence in fix.evidence.all()}
    counts = Counter(outcome for outcome, _ in documents)
    tally = tuple((outcome, counts[outcome]) for outcome in OUTCOMES if counts[outcome])
    return ToldFix(fix, tally[0][0] if tally else Finding.Outcome.PROPOSED.value, tally)


def _most_documents_first(told):
    return (-sum(n for _, n in told.tally), told.fix.pk)


def _weight(told):
    documents = {evidence.finding.document_id for evidence in told.cause.evidence.all()}
    return (told.cause.tentative, -len(documents), not told.fixes["worked"], told.cause.pk)
