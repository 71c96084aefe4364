"""Which rows a list shows: one FilterSet a list, and the facets that it counts."""

import json

import django_filters as filters
from django import forms
from django.db.models import Case, CharField, Count, F, Q, Value, When
from django.db.models.functions import Cast

from incidents.actions import Standing
from incidents.models import Document
from incidents.reading.values import FINDING_KINDS
from incidents.reviews import State
from kb.models import TOLD_IN, Act, Concern, Evidence, PatternSuite
from kb.patterns.taxonomy import CATEGORIES
from kb.visibility import seen

FACET_OPTIONS = 12
DAY = forms.DateInput(attrs={"type": "date"})
CAUSES = {"stated": "stated", "doubtful": "to be determined", "none": "not told"}
# The suites that lie beside the page of a pattern.
SUITE = "finding__document__suite"
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

    def value(self, qs):
        """What is counted of the rows of `qs`."""
        return Cast(F(self.field_name), CharField())


class RelatedFacet(Facet):
    """A facet over rows joined to the listed ones, which must not be listed twice for it."""

    def filter(self, qs, value):
        if not value:
            return qs
        return qs.filter(pk__in=super().filter(qs.model.objects.all(), value).values("pk"))


class ToldFacet(RelatedFacet):
    """A facet over what is evidence of entries, named from there, as far as whoever asks may see it."""

    def filter(self, qs, value):
        if not value:
            return qs
        told = Evidence.objects.without(qs.hidden).filter(**{f"{self.field_name}__in": value})
        return qs.filter(pk__in=told.values(qs.model._meta.model_name))

    def value(self, qs):
        value = Cast(F(f"evidence__{self.field_name}"), CharField())
        return Case(When(seen(qs.hidden, TOLD_IN), then=value)) if qs.hidden is not None else value


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
        named = rows.annotate(facet=Value(name), value=facet.value(rows))
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
        within = {f"finding__document__date__{end}": day for end, day in ends.items() if day}
        met = Evidence.objects.without(queryset.hidden).filter(**within)
        return queryset.filter(pk__in=met.values(queryset.model._meta.model_name))


class SignatureFilter(MetFilter):
    searched = ("title", "template", "exception_type", "example")

    language = Facet("language", label="Language")
    type = Facet("exception_type", label="Exception type")
    library = Facet("library", label="Library")
    tool = Facet("tool", label="Tool")
    phase = Facet("phase", label="Phase of the test")
    proven = Facet("proven", label="Has a proven fix")
    failed = Facet("failed", label="Has a fix that failed")
    state = Facet("state", label="State")
    project = ToldFacet("finding__document__project", label="Project")
    version = ToldFacet("finding__document__version", label="Version")


class StatementFilter(MetFilter):
    kind = ToldFacet("finding__document__kind", label="Said in", labels=Document.Kind.choices)
    state = Facet("state", label="State")
    project = ToldFacet("finding__document__project", label="Project")
    version = ToldFacet("finding__document__version", label="Version")


class PatternFilter(MetFilter):
    symptom = ToldFacet(f"{SUITE}__symptoms__text", label="What it looks like")
    category = ToldFacet(f"{SUITE}__category", label="Why it fails", labels=CATEGORIES)
    library = ToldFacet(f"{SUITE}__libraries__name", label="Library")
    suite = ToldFacet(f"{SUITE}__state", label="Suites", labels=PatternSuite.State.choices)
    state = Facet("state", label="State")
    project = ToldFacet("finding__document__project", label="Project")
    version = ToldFacet("finding__document__version", label="Version")


class FixFilter(MetFilter):
    outcome = ToldFacet("finding__outcome", label="Outcome", labels=OUTCOMES)
    state = Facet("state", label="State")
    project = ToldFacet("finding__document__project", label="Project")
    version = ToldFacet("finding__document__version", label="Version")


class DocumentFilter(ListFilter):
    searched = ("title", "path", "findings__text")

    kind = Facet("kind", label="Kind", labels=Document.Kind.choices)
    state = Facet("state", label="State", labels=State.choices)
    status = Facet("status", label="Status")
    severity = Facet("severity", label="Severity")
    outcome = RelatedFacet("findings__outcome", label="Its fixes", labels=OUTCOMES)
    cause = Facet("cause", label="Its cause", labels=CAUSES)
    waits = Facet("waits", label="Waits for a review")
    tag = RelatedFacet("tags__name", label="Tag")
    project = Facet("project", label="Project")
    version = Facet("version", label="Version")
    after = filters.DateFilter("date", "gte", label="From", widget=DAY)
    before = filters.DateFilter("date", "lte", label="to", widget=DAY)

    def search(self, queryset, name, value):
        return queryset.filter(pk__in=super().search(Document.objects.all(), name, value).values("pk"))


class ActionFilter(ListFilter):
    """What is to be done; `who` is the number of an account, so that the address of "mine" is the same for all."""

    searched = ("text", "owner", "document__title")

    standing = Facet("standing", label="State", labels=Standing.choices)
    owner = Facet("owner", label="Owner")
    kind = Facet("document__kind", label="Said in", labels=Document.Kind.choices)
    project = Facet("document__project", label="Project")
    version = Facet("document__version", label="Version")
    after = filters.DateFilter("due", "gte", label="Due from", widget=DAY)
    before = filters.DateFilter("due", "lte", label="to", widget=DAY)
    who = filters.NumberFilter("user", min_value=1, max_value=2**53)


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
    project = filters.CharFilter("project", "iexact", label="Project", max_length=60)
    tag = filters.CharFilter(label="Tag", method="tagged", max_length=100)
    after = filters.DateFilter("date", "gte", label="From", widget=DAY)
    before = filters.DateFilter("date", "lte", label="To", widget=DAY)

    def tagged(self, queryset, name, value):
        return queryset.filter(fields__tags__icontains=json.dumps(value.strip(), ensure_ascii=False))
