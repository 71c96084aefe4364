"""The pages of the entries that are sentences: a cause, a fix, a rule, a pattern."""

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render

from incidents.models import Finding
from kb.models import Cause, Fix, Pattern, PatternSuite, Rule, Signature
from kb.patterns.comparing import compare
from kb.views.standing import standing
from kb.views.stories import feedback_on, told_cause, told_fix, told_rule, versions_in
from kb.views.unchanged import unless_changed

DECIDED = ("merged_into", "superseded_by")


@unless_changed
def cause(request, pk):
    rows = Cause.objects.with_evidence().select_related(*DECIDED)
    found = get_object_or_404(
        rows.prefetch_related(
            _once("fixes", Fix.objects.with_evidence()),
            _once("rules", Rule.objects.with_evidence()),
            _once("signatures", Signature.objects.all()),
        ),
        pk=pk,
    )
    ctx = {"cause": found, "told": told_cause(found, feedback_on(found.fixes.all()))}
    return render(request, "cause.html", ctx | standing(found))


@unless_changed
def fix(request, pk):
    rows = Fix.objects.with_evidence().with_feedback().select_related(*DECIDED)
    causes = Cause.objects.with_evidence().prefetch_related(_once("signatures", Signature.objects.all()))
    found = get_object_or_404(
        rows.prefetch_related(_once("causes", causes), _once("patterns", Pattern.objects.with_evidence())), pk=pk
    )
    evidence = list(found.evidence.all())
    ctx = {
        "fix": found,
        "told": told_fix(found, {found.pk: (found.n_yes, found.n_no)}),
        "columns": [
            (each, [one for one in evidence if one.finding.outcome == each]) for each in Finding.Outcome.values
        ],
        "versions": versions_in(one.finding.text for one in evidence),
        "said": found.feedback.filter(counts=True).exclude(note="", name="").order_by("-pk")[:20],
    }
    return render(request, "fix.html", ctx | standing(found))


@unless_changed
def rule(request, pk):
    rows = Rule.objects.with_evidence().select_related(*DECIDED)
    signatures = Signature.objects.with_evidence()
    causes = Cause.objects.with_evidence().prefetch_related(_once("signatures", signatures))
    found = get_object_or_404(rows.prefetch_related(_once("causes", causes)), pk=pk)
    met = [
        each
        for cause in found.causes.all()
        for signature in cause.signatures.all()
        for each in signature.evidence.all()
    ]
    return render(request, "rule.html", {"rule": found, "told": told_rule(found, met)} | standing(found))


@unless_changed
def pattern(request, pk):
    rows = Pattern.objects.with_evidence().select_related(*DECIDED)
    found = get_object_or_404(
        rows.prefetch_related(
            _once("signatures", Signature.objects.with_documents()), _once("fixes", Fix.objects.with_evidence())
        ),
        pk=pk,
    )
    feedback = feedback_on(found.fixes.all())
    suites = PatternSuite.objects.of(found)
    ctx = {
        "pattern": found,
        "fixes": [told_fix(fix, feedback) for fix in found.fixes.all()],
        "suites": [(suite, compare(suite.broken, suite.fixed)) for suite in suites],
    }
    return render(request, "pattern.html", ctx | standing(found))


def _once(name, entries):
    """The related entries that were not rejected, each once, however many documents state the relation."""
    return Prefetch(name, entries.shown().distinct())
