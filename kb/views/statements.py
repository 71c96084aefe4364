"""Lists and pages of the entries that are sentences: causes, fixes, rules and patterns."""

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render

from kb.filters import FixFilter, PatternFilter, StatementFilter
from kb.models import Cause, EntryQuerySet, Fix, Pattern, PatternSuite, Rule, Signature
from kb.patterns.comparing import compare
from kb.views import listed
from kb.views.listing import Listing, Sort, show
from kb.views.stories import told_cause, told_fix
from kb.views.unchanged import unless_changed

SORTS = {
    "met": Sort("most documents", ("-n_documents", "pk"), EntryQuerySet.with_documents),
    "new": Sort("newest", ("-created", "-pk")),
    "text": Sort("A–Z", ("text", "pk")),
}


def _listing(model, template, filters, rows):
    words = (model._meta.verbose_name, model._meta.verbose_name_plural)
    return Listing(words, template, filters, model.objects.shown, SORTS, rows)


CAUSES = _listing(Cause, "statement_list.html", StatementFilter, listed.causes)
FIXES = _listing(Fix, "fix_list.html", FixFilter, listed.fixes)
RULES = _listing(Rule, "statement_list.html", StatementFilter, listed.rules)
PATTERNS = _listing(Pattern, "statement_list.html", PatternFilter, listed.patterns)


@unless_changed
def causes(request):
    return show(request, CAUSES)


@unless_changed
def fixes(request):
    return show(request, FIXES)


@unless_changed
def rules(request):
    return show(request, RULES)


@unless_changed
def patterns(request):
    return show(request, PATTERNS)


@unless_changed
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


@unless_changed
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


@unless_changed
def rule(request, pk):
    found = get_object_or_404(Rule.objects.with_evidence().prefetch_related(_once("causes", _causes())), pk=pk)
    return render(request, "rule.html", {"rule": found})


@unless_changed
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
