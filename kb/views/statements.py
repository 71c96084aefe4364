"""Lists and pages of the entries that are sentences: causes, fixes, rules and patterns."""

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render

from kb.filters import FixFilter, PatternFilter, StatementFilter
from kb.models import Cause, Fix, Pattern, PatternSuite, Rule, Signature
from kb.patterns.comparing import compare
from kb.views.listing import listing
from kb.views.stories import told_cause, told_fix

SORTS = {
    "met": ("most documents", ("-n_documents", "pk")),
    "new": ("newest", ("-created", "-pk")),
    "text": ("A–Z", ("text", "pk")),
}


def causes(request):
    return _statements(request, Cause.objects.shown())


def fixes(request):
    filters = FixFilter(request.GET, Fix.objects.shown())
    ctx = listing(request, filters, filters.qs.with_documents(), SORTS)
    tallies = Fix.objects.with_outcomes().in_bulk([fix.pk for fix in ctx["page"]])
    ctx["rows"] = [(fix, tallies[fix.pk]) for fix in ctx["page"]]
    return render(request, "fix_list.html", ctx)


def rules(request):
    return _statements(request, Rule.objects.shown())


def patterns(request):
    return _statements(request, Pattern.objects.shown(), PatternFilter)


def _statements(request, shown, filter_class=StatementFilter):
    filters = filter_class(request.GET, shown)
    ctx = listing(request, filters, filters.qs.with_documents(), SORTS)
    ctx["model"] = shown.model._meta
    return render(request, "statement_list.html", ctx)


def cause(request, pk):
    found = get_object_or_404(
        Cause.objects.with_evidence().prefetch_related(
            _once("fixes", Fix.objects.with_evidence()),
            _once("rules", Rule.objects.with_evidence()),
            _once("signatures", Signature.objects.all()),
        ),
        pk=pk,
    )
    return render(request, "cause.html", {"cause": found, "told": told_cause(found)})


def fix(request, pk):
    found = get_object_or_404(
        Fix.objects.with_evidence().prefetch_related(
            _once(
                "causes", Cause.objects.with_evidence().prefetch_related(_once("signatures", Signature.objects.all()))
            ),
            _once("patterns", Pattern.objects.with_evidence()),
        ),
        pk=pk,
    )
    return render(request, "fix.html", {"fix": found, "told": told_fix(found)})


def rule(request, pk):
    found = get_object_or_404(Rule.objects.with_evidence().prefetch_related(_once("causes", _causes())), pk=pk)
    return render(request, "rule.html", {"rule": found})


def pattern(request, pk):
    found = get_object_or_404(
        Pattern.objects.with_evidence().prefetch_related(
            _once("signatures", Signature.objects.all()), _once("fixes", Fix.objects.with_evidence())
        ),
        pk=pk,
    )
    told = [told_fix(fix) for fix in found.fixes.all()]
    suites = PatternSuite.objects.of(found)
    compared = [(suite, compare(suite.broken, suite.fixed)) for suite in suites]
    return render(request, "pattern.html", {"pattern": found, "fixes": told, "suites": compared})


def _causes():
    return Cause.objects.with_evidence().prefetch_related(_once("signatures", Signature.objects.all()))


def _once(name, entries):
    """The related entries that were not rejected, each once, however many documents state the relation."""
    return Prefetch(name, entries.shown().distinct())
