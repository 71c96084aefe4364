"""How a signature is told: its causes, and under each what worked, what did not, what is only proposed."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from incidents.models import Document, Finding
from kb.enforcement import enforced_by
from kb.models import Cause, Evidence, Feedback, Fix, Pattern, Rule, State
from kb.named_versions import named_versions

OUTCOMES = tuple(Finding.Outcome.values)
# Of how many documents, the latest first, it is also told what they say besides.
DOCUMENTS_BESIDE = 2


@dataclass(frozen=True)
class ToldFix:
    """`tally` says in how many documents the fix had each outcome, best outcome first; `n_yes` and `n_no` what people
    said for whom it worked and for whom not; `versions` those that its evidence names.
    """

    fix: Fix
    outcome: str
    tally: tuple[tuple[str, int], ...]
    n_yes: int
    n_no: int
    versions: list[str]


@dataclass(frozen=True)
class ToldRule:
    """`since` is the day of the first document that states it; `again` the documents that met the failure after it."""

    rule: Rule
    enforced: list[str]
    since: date | None
    again: list[Document]


@dataclass(frozen=True)
class ToldCause:
    cause: Cause
    n_documents: int
    fixes: dict[str, list[ToldFix]]
    rules: list[ToldRule]


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
    """The story of each signature by its id. They come fetched `with_story()`; two queries more are asked for all."""
    documents = {signature.pk: _documents(signature) for signature in signatures}
    said = _said_in({document.pk for latest in documents.values() for document in latest})
    feedback = feedback_on({fix.pk for one in signatures for cause in one.causes.all() for fix in cause.fixes.all()})
    return {
        signature.pk: _story(
            signature, [(document, said[document.pk]) for document in documents[signature.pk]], feedback
        )
        for signature in signatures
    }


def feedback_on(fixes):
    """Fix id → how many people said yes and how many no, for those of which anybody said anything.

    `fixes` are had already: a query that was fetched ahead reads tables that another query has not.
    """
    told = Feedback.objects.filter(fix__in=fixes, counts=True).values_list("fix", "worked").annotate(n=Count("pk"))
    counted = {}
    for fix, worked, n in told.order_by():
        counted.setdefault(fix, [0, 0])[not worked] = n
    return counted


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


def _story(signature, said, feedback):
    met = signature.evidence.all()
    causes = sorted((told_cause(cause, feedback, met) for cause in signature.causes.all()), key=_weight)
    fixes = {told.fix: told.outcome for cause in causes for group in cause.fixes.values() for told in group}
    tally = Counter(fixes.values())
    patterns = [*signature.patterns.all(), *(pattern for fix in fixes for pattern in fix.patterns.all())]
    rules = (told.rule for cause in causes for told in cause.rules)
    told = {*fixes, *patterns, *(cause.cause for cause in causes), *rules}
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


def told_cause(cause, feedback, met=()):
    """`met` is the evidence of the signature that it is told for: by it a rule's recurrences are counted."""
    told = sorted((told_fix(fix, feedback) for fix in cause.fixes.all()), key=_most_documents_first)
    fixes = {outcome: [fix for fix in told if fix.outcome == outcome] for outcome in OUTCOMES}
    n_documents = len({evidence.finding.document_id for evidence in cause.evidence.all()})
    return ToldCause(cause, n_documents, fixes, [told_rule(rule, met) for rule in cause.rules.all()])


def told_fix(fix, feedback):
    """A fix that worked anywhere counts as worked; the tally tells where it did not."""
    evidence = fix.evidence.all()
    documents = {(each.finding.outcome, each.finding.document_id) for each in evidence}
    counts = Counter(outcome for outcome, _ in documents)
    tally = tuple((outcome, counts[outcome]) for outcome in OUTCOMES if counts[outcome])
    outcome = tally[0][0] if tally else Finding.Outcome.PROPOSED.value
    return ToldFix(
        fix, outcome, tally, *feedback.get(fix.pk, (0, 0)), versions_in(each.finding.text for each in evidence)
    )


def told_rule(rule, met):
    stated = [each.finding.document.date for each in rule.evidence.all() if each.finding.document.date]
    since = min(stated, default=None)
    documents = dict.fromkeys(each.finding.document for each in met)
    again = [one for one in documents if since and one.date and one.date > since]
    return ToldRule(rule, enforced_by(rule.text), since, again)


def versions_in(texts):
    return list(dict.fromkeys(version for text in texts for version in named_versions(text)))


def _most_documents_first(told):
    return (-sum(n for _, n in told.tally), told.fix.pk)


def _weight(told):
    """Causes by how many documents state them; of those with as many, what a person confirmed comes first."""
    unconfirmed = told.cause.state != State.CONFIRMED
    return (told.cause.tentative, -told.n_documents, unconfirmed, not told.fixes["worked"], told.cause.pk)
