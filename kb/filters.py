"""Which rows a list shows: one FilterSet a list, and the facets that it counts."""

import json

import django_filters as filters
from django import forms
from django.db.models import CharField, Count, F, Q, Value
from django.db.models.functions import Cast

from incidents.models import Document
from incidents.reading.values import FINDING_KINDS
from kb.models import Act, Concern, PatternSuite
from kb.patterns.taxonomy import CATEGORIES

FACET_OPTIONS = 12
DAY = forms.DateInput(attrs={"type": "date"})
# The suites that lie beside the page of a pattern.
SUITE = "evidence__finding__document__suite"
OUTCOMES = {"worked": "worked", "failed": "did not work", "proposed": "proposed"}


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

    def counts(self):
        """{facet: {value: how many rows have it, given all the other filters}}, most first, asked in one query."""
        first, *others = (self._counted(name) for name in self.facets())
        rows = first.union(*others, all=True) if others else first
        counts = {name: {} for name in self.facets()}
        for name, value, n in sorted(rows, key=lambda row: (-row[2], row[1] or "")):
            if value and len(counts[name]) < FACET_OPTIONS:
                counts[name][value] = n
        return counts

    def _counted(self, name):
        facet = self.filters[name]
        counted = Count("pk", distinct=isinstance(facet, RelatedFacet))
        rows = self._filtered_but_for(name).order_by()
        named = rows.annotate(facet=Value(name), value=Cast(F(facet.field_name), CharField()))
        return named.values_list("facet", "value").annotate(n=counted)

    def _filtered_but_for(self, name):
        queryset = self.queryset.all()
        for other, value in self.form.cleaned_data.items():
            if other != name:
                queryset = self.filters[other].filter(queryset, value)
        return queryset


class MetFilter(ListFilter):
    """Entries by the days on which documents met them: one day must lie within both ends."""

    after = filters.DateFilter(label="Met from", method="met_within", widget=DAY)
    before = filters.DateFilter(label="to", method="met_within", widget=DAY)

    def met_within(self, queryset, name, value):
        ends = {"gte": self.form.cleaned_data.get("after"), "lte": self.form.cleaned_data.get("before")}
        within = {f"evidence__finding__document__date__{end}": day for end, day in ends.items() if day}
        return queryset.filter(pk__in=queryset.model.objects.filter(**within).values("pk"))


class SignatureFilter(MetFilter):
    searched = ("title", "template", "exception_type", "example")

    language = Facet("language", label="Language")
    type = Facet("exception_type", label="Exception type")
    proven = Facet("proven", label="Has a proven fix")
    state = Facet("state", label="State")


class StatementFilter(MetFilter):
    kind = RelatedFacet("evidence__finding__document__kind", label="Said in", labels=Document.Kind.choices)
    state = Facet("state", label="State")


class PatternFilter(MetFilter):
    symptom = RelatedFacet(f"{SUITE}__symptoms__text", label="What it looks like")
    category = RelatedFacet(f"{SUITE}__category", label="Why it fails", labels=CATEGORIES)
    library = RelatedFacet(f"{SUITE}__libraries__name", label="Library")
    suite = RelatedFacet(f"{SUITE}__state", label="Suites", labels=PatternSuite.State.choices)
    state = Facet("state", label="State")


class FixFilter(MetFilter):
    outcome = RelatedFacet("evidence__finding__outcome", label="Outcome", labels=OUTCOMES)
    state = Facet("state", label="State")


class DocumentFilter(ListFilter):
    searched = ("title", "path", "findings__text")

    kind = Facet("kind", label="Kind", labels=Document.Kind.choices)
    status = Facet("status", label="Status")
    severity = Facet("severity", label="Severity")
    outcome = RelatedFacet("findings__outcome", label="Its fixes", labels=OUTCOMES)
    after = filters.DateFilter("date", "gte", label="From", widget=DAY)
    before = filters.DateFilter("date", "lte", label="to", widget=DAY)

    def search(self, queryset, name, value):
        return queryset.filter(pk__in=super().search(Document.objects.all(), name, value).values("pk"))


class ActFilter(ListFilter):
    """The history: who did what to which kind of entry, and when; `about` one entry ("cause-12"), or one `act`."""

    searched = ("why", "name", "changes")

    by = Facet("by", label="Who")
    kind = Facet("kind", label="What", labels=Act.Kind.choices)
    entry = RelatedFacet("concerns__kind", label="Kind of entry")
    after = filters.DateFilter("made_at__date", "gte", label="From", widget=DAY)
    before = filters.DateFilter("made_at__date", "lte", label="To", widget=DAY)
    about = filters.CharFilter(method="is_about")
    act = filters.NumberFilter("pk", min_value=1, max_value=2**53)

    def is_about(self, queryset, name, value):
        kind, _, number = value.partition("-")
        if kind not in FINDING_KINDS or not number.isdecimal() or len(number) > 15:
            return queryset.none()
        return queryset.filter(pk__in=Concern.objects.filter(kind=kind, entry=number).values("act"))


class DashboardFilter(filters.FilterSet):
    """Which documents the dashboard counts. Documents are tagged by their authors, in the front-matter."""

    kind = filters.ChoiceFilter(
        field_name="kind", label="Kind", choices=Document.Kind.choices, empty_label="every kind"
    )
    tag = filters.CharFilter(label="Tag", method="tagged", max_length=100)
    after = filters.DateFilter("date", "gte", label="From", widget=DAY)
    before = filters.DateFilter("date", "lte", label="To", widget=DAY)

    def tagged(self, queryset, name, value):
        return queryset.filter(fields__tags__icontains=json.dumps(value.strip(), ensure_ascii=False))
