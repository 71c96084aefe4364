"""Which rows a list shows: one FilterSet a list, and the facets that it counts."""

import django_filters as filters
from django import forms
from django.db.models import Count, Q

from incidents.models import Document
from kb.models import PatternSuite
from kb.patterns.taxonomy import CATEGORIES

FACET_OPTIONS = 12
# The suites that lie beside the page of a pattern.
SUITE = "evidence__finding__document__suite"


class AnyValues(forms.MultipleChoiceField):
    """Takes values that nothing has, so that an old bookmark shows an empty list with the choice still to be undone."""

    def valid_value(self, value):
        return "\x00" not in value


class Facet(filters.Filter):
    """Several values of one column at once; `labels` maps a value to the word shown."""

    field_class = AnyValues

    def __init__(self, field_name, *, label, labels=(), **kwargs):
        self.labels = dict(labels)
        super().__init__(field_name, label=label, lookup_expr="in", **kwargs)


class RelatedFacet(Facet):
    """A facet over rows joined to the listed ones, which must not be listed twice for it."""

    def filter(self, qs, value):
        if not value:
            return qs
        return qs.filter(pk__in=super().filter(qs.model.objects.all(), value).values("pk"))


class ListFilter(filters.FilterSet):
    q = filters.CharFilter(label="Text", method="search")
    searched = ("text",)

    def search(self, queryset, name, value):
        """Every word of `value` must stand in one of the searched columns."""
        for word in value.split():
            anywhere = (Q(**{f"{column}__icontains": word}) for column in self.searched)
            queryset = queryset.filter(Q(*anywhere, _connector=Q.OR))
        return queryset

    def facets(self):
        return {name: filter for name, filter in self.filters.items() if isinstance(filter, Facet)}

    def counts(self, name):
        """The values of facet `name` and how many rows have each, most first, given all the other filters."""
        column = self.filters[name].field_name
        rows = self._filtered_but_for(name).order_by().values_list(column).annotate(n=Count("pk", distinct=True))
        return [(value, n) for value, n in rows.order_by("-n", column) if value][:FACET_OPTIONS]

    def _filtered_but_for(self, name):
        queryset = self.queryset.all()
        for other, value in self.form.cleaned_data.items():
            if other != name:
                queryset = self.filters[other].filter(queryset, value)
        return queryset


class SignatureFilter(ListFilter):
    searched = ("title", "template", "exception_type", "example")

    language = Facet("language", label="Language")
    type = Facet("exception_type", label="Exception type")
    proven = Facet("proven", label="Has a proven fix")
    state = Facet("state", label="State")


class StatementFilter(ListFilter):
    state = Facet("state", label="State")


class PatternFilter(ListFilter):
    symptom = RelatedFacet(f"{SUITE}__symptoms__text", label="What it looks like")
    category = RelatedFacet(f"{SUITE}__category", label="Why it fails", labels=CATEGORIES)
    library = RelatedFacet(f"{SUITE}__libraries__name", label="Library")
    suite = RelatedFacet(f"{SUITE}__state", label="Suites", labels=PatternSuite.State.choices)
    state = Facet("state", label="State")


class FixFilter(ListFilter):
    outcome = RelatedFacet("evidence__finding__outcome", label="Outcome")
    state = Facet("state", label="State")


DAY = forms.DateInput(attrs={"type": "date"})


class DocumentFilter(ListFilter):
    searched = ("title", "path", "findings__text")

    kind = Facet("kind", label="Kind", labels=Document.Kind.choices)
    status = Facet("status", label="Status")
    severity = Facet("severity", label="Severity")
    after = filters.DateFilter("date", "gte", label="From", widget=DAY)
    before = filters.DateFilter("date", "lte", label="To", widget=DAY)

    def search(self, queryset, name, value):
        return queryset.filter(pk__in=super().search(Document.objects.all(), name, value).values("pk"))
