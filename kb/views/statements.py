"""Lists and pages of the entries that are sentences: causes, fixes, rules and patterns."""

from kb.filters import FixFilter, PatternFilter, StatementFilter
from kb.models import Cause, EntryQuerySet, Fix, Pattern, Rule
from kb.views import listed
from kb.views.listing import Listing, Sort, show
from kb.views.unchanged import unless_changed

SORTS = {
    "met": Sort("most documents", ("-n_documents", "pk"), EntryQuerySet.with_documents),
    "new": Sort("newest", ("-created", "-pk")),
    "text": Sort("A–Z", ("text", "pk")),
}


def _listing(model, template, filters, rows):
    words = (model._meta.verbose_name, model._meta.verbose_name_plural)

    def entries(user):
        return model.objects.shown().visible_to(user)

    return Listing(words, template, model, filters, entries, SORTS, rows)


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
