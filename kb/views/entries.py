"""The pages of the entries that are sentences: a cause, a fix, a rule, a pattern."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from incidents.models import Finding
from kb.access import visible_documents
from kb.acting import actions_behind
from kb.models import Cause, Fix, Pattern, PatternSuite, Rule, Signature
from kb.patterns.comparing import compare
from kb.views.standing import standing
from kb.views.stories import feedback_on, told_cause, told_fix, told_rule, versions_in
from kb.views.unchanged import unless_changed

DECIDED = ("merged_into", "superseded_by")


@unless_changed
def cause(request, pk):
    signatures, causes, fixes, rules = _seen(request.user, Signature, Cause, Fix, Rule)
    rows = causes.with_evidence().select_related(*DECIDED)
    found = get_object_or_404(
        rows.prefetch_related(
            causes.linked("fixes", fixes.with_evidence()),
            causes.linked("rules", rules.with_evidence()),
            causes.linked("signatures", signatures),
        ),
        pk=pk,
    )
    ctx = {"cause": found, "told": told_cause(found, feedback_on(list(found.fixes.all())))}
    return render(request, "cause.html", ctx | standing(found, request.user))


@unless_changed
def fix(request, pk):
    signatures, causes, fixes, patterns = _seen(request.user, Signature, Cause, Fix, Pattern)
    rows = fixes.with_evidence().with_feedback().select_related(*DECIDED)
    told = causes.with_evidence().prefetch_related(causes.linked("signatures", signatures))
    found = get_object_or_404(
        rows.prefetch_related(fixes.linked("causes", told), fixes.linked("patterns", patterns.with_evidence())), pk=pk
    )
    evidence = list(found.evidence.all())
    ctx = {
        "fix": found,
        "told": told_fix(found, {found.pk: (found.n_yes, found.n_no)}),
        "columns": [
            (each, [one for one in evidence if one.finding.outcome == each]) for each in Finding.Outcome.values
        ],
        "versions": versions_in(one.finding.text for one in evidence),
        "actions": _actions_behind(request, found),
        "said": found.feedback.filter(counts=True).exclude(note="", name="").order_by("-pk")[:20],
    }
    return render(request, "fix.html", ctx | standing(found, request.user))


@unless_changed
def rule(request, pk):
    signatures, causes, rules = _seen(request.user, Signature, Cause, Rule)
    rows = rules.with_evidence().select_related(*DECIDED)
    told = causes.with_evidence().prefetch_related(causes.linked("signatures", signatures.with_evidence()))
    found = get_object_or_404(rows.prefetch_related(rules.linked("causes", told)), pk=pk)
    met = [
        each
        for cause in found.causes.all()
        for signature in cause.signatures.all()
        for each in signature.evidence.all()
    ]
    ctx = {"rule": found, "told": told_rule(found, met), "actions": _actions_behind(request, found)}
    return render(request, "rule.html", ctx | standing(found, request.user))


@unless_changed
def pattern(request, pk):
    signatures, fixes, patterns = _seen(request.user, Signature, Fix, Pattern)
    rows = patterns.with_evidence().select_related(*DECIDED)
    found = get_object_or_404(
        rows.prefetch_related(
            patterns.linked("signatures", signatures.with_documents()), patterns.linked("fixes", fixes.with_evidence())
        ),
        pk=pk,
    )
    feedback = feedback_on(list(found.fixes.all()))
    suites = PatternSuite.objects.visible_to(request.user).of(found)
    ctx = {
        "pattern": found,
        "fixes": [told_fix(fix, feedback) for fix in found.fixes.all()],
        "suites": [(suite, compare(suite.broken, suite.fixed)) for suite in suites],
    }
    return render(request, "pattern.html", ctx | standing(found, request.user))


def _actions_behind(request, entry):
    return actions_behind(entry, visible_documents(request), timezone.localdate())


def _seen(user, *kinds):
    return [kind.objects.visible_to(user) for kind in kinds]
