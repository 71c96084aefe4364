"""How a signature is told: its causes, and under each what worked, what did not, what is only proposed."""

from collections import Counter
from dataclasses import dataclass

from incidents.models import Document, Finding
from kb.models import Cause, Evidence, Fix, Pattern, Rule, State

OUTCOMES = tuple(Finding.Outcome.values)
# Of how many documents, the latest first, it is also told what they say besides.
DOCUMENTS_BESIDE = 2


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
class Beside:
    """What a document that met the signature says without tying it to this error: by kind, fixes by outcome."""

    document: Document
    groups: dict[str, list[Finding]]

    def __len__(self):
        return sum(map(len, self.groups.values()))


@dataclass(frozen=True)
class Story:
    causes: list[ToldCause]
    patterns: list[Pattern]
    worked: int
    failed: int
    proposed: int
    beside: list[Beside]


def tell(signatures):
    """The story of each signature by its id. They come fetched `with_story()`; one query more is asked for all."""
    documents = {signature.pk: _documents(signature) for signature in signatures}
    said = _said_in({document.pk for latest in documents.values() for document in latest})
    return {
        signature.pk: _story(signature, [(document, said[document.pk]) for document in documents[signature.pk]])
        for signature in signatures
    }


def _documents(signature):
    return list(dict.fromkeys(evidence.finding.document for evidence in signature.evidence.all()))[:DOCUMENTS_BESIDE]


def _said_in(pks):
    """Document id → the evidence in it of causes, fixes, rules and patterns that stand."""
    rows = Evidence.objects.filter(finding__document__in=pks, signature=None).order_by("finding__first_line", "pk")
    said = {pk: [] for pk in pks}
    for evidence in rows.select_related("finding", "cause", "fix", "rule", "pattern"):
        if evidence.entry.state != State.REJECTED:
            said[evidence.finding.document_id].append(evidence)
    return said


def _story(signature, said):
    causes = sorted((told_cause(cause) for cause in signature.causes.all()), key=_weight)
    fixes = {told.fix: told.outcome for cause in causes for group in cause.fixes.values() for told in group}
    tally = Counter(fixes.values())
    patterns = [*signature.patterns.all(), *(pattern for fix in fixes for pattern in fix.patterns.all())]
    told = {*fixes, *patterns, *(cause.cause for cause in causes), *(rule for cause in causes for rule in cause.rules)}
    beside = [_beside(document, [each for each in evidence if each.entry not in told]) for document, evidence in said]
    return Story(
        causes,
        list(dict.fromkeys(patterns)),
        **{outcome: tally[outcome] for outcome in OUTCOMES},
        beside=[other for other in beside if other],
    )


def _beside(document, evidence):
    groups = {group: [] for group in (*OUTCOMES, "rule", "cause", "pattern")}
    fixes = {each.finding.text for each in evidence if each.finding.kind == Finding.Kind.FIX}
    for finding in (each.finding for each in evidence):
        finding.document = document
        if finding.kind != Finding.Kind.PATTERN or finding.text not in fixes:
            groups[finding.outcome or finding.kind].append(finding)
    return Beside(document, groups)


def told_cause(cause):
    told = sorted((told_fix(fix) for fix in cause.fixes.all()), key=_most_documents_first)
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
