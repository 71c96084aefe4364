"""What every list has: filters, facets with counts, sorting and pages, all of it in the query string."""

from array import array
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b

from django.core.cache import caches
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.shortcuts import render
from django.utils.http import urlencode

from kb.filters import ListFilter
from kb.freshness import data_version
from kb.views.written import FORMS

PER_PAGE = 50
NAMES = {"atom": "Atom", "json": "JSON", "csv": "CSV"}


@dataclass(frozen=True)
class Sort:
    """`order` are the arguments of order_by; `adds` makes the columns among them that no row has by itself."""

    label: str
    order: tuple
    adds: Callable[[QuerySet], QuerySet] = QuerySet.all


@dataclass(frozen=True)
class Listing:
    """A list: `filters` chooses among `entries()`, and `rows(ids)` are the plain values shown of some of them.

    The first of `sorts` is the default. `words` are the one and the many of what is listed.
    """

    words: tuple[str, str]
    template: str
    filters: type[ListFilter]
    entries: Callable[[], QuerySet]
    sorts: dict[str, Sort]
    rows: Callable[[list[int]], list[dict]]


@dataclass(frozen=True)
class Found:
    """The ids of what was found, in their order, and how many rows have each value of each facet."""

    ids: array
    counts: dict[str, dict[str, int]]


@dataclass(frozen=True)
class Choice:
    """A link of a list page that sets, unsets or replaces something in the query string."""

    label: str
    url: str
    chosen: bool
    n: int = 0


@dataclass(frozen=True)
class FacetChoices:
    label: str
    choices: list[Choice]


def show(request, listing):
    """A page of a list; whatever number was asked for, the nearest there is. `?as=` has it written in another form."""
    filters = listing.filters(request.GET, listing.entries())
    sort = request.GET.get("sort")
    sort = sort if sort in listing.sorts else next(iter(listing.sorts))
    found = _found(listing, filters, sort)
    page = Paginator(found.ids, PER_PAGE).get_page(request.GET.get("page"))
    if write := FORMS.get(request.GET.get("as")):
        return write(request, listing, page)
    ctx = {
        "listing": listing,
        "page": page,
        "rows": listing.rows(page.object_list.tolist()),
        "filters": filters,
        "facets": [_facet(request, filters, name, counts) for name, counts in found.counts.items()],
        "sorts": [Choice(s.label, _url(request, "sort", [name]), name == sort) for name, s in listing.sorts.items()],
        "forms": [Choice(name, _url(request, "as", [form], page=True), False) for form, name in NAMES.items()],
        "narrowed": any(request.GET.get(name) for name in filters.filters),
        "carried": _carried(request, filters),
    }
    return render(request, listing.template, ctx)


def _found(listing, filters, sort):
    """Kept as long as the data stay as they are, so that a later page costs what the first does."""
    version = data_version()
    if version is None:
        return _find(listing, filters, sort)
    asked = sorted((name, filters.data.getlist(name)) for name in filters.filters if name in filters.data)
    key = blake2b(repr((version, listing.words, sort, asked)).encode()).hexdigest()
    kept = caches["lists"].get(key)
    if kept is None:
        kept = _find(listing, filters, sort)
        caches["lists"].set(key, kept)
    return kept


def _find(listing, filters, sort):
    chosen = listing.sorts[sort]
    ids = chosen.adds(filters.qs).order_by(*chosen.order).values_list("pk", flat=True)
    return Found(array("q", ids.iterator(chunk_size=10_000)), filters.counts())


def _facet(request, filters, name, counts):
    facet = filters.filters[name]
    chosen = request.GET.getlist(name)
    counts = counts | {value: 0 for value in chosen if value not in counts}
    choices = [
        Choice(facet.labels.get(value, value), _url(request, name, _toggled(chosen, value)), value in chosen, n)
        for value, n in counts.items()
    ]
    return FacetChoices(facet.label, choices)


def _toggled(chosen, value):
    return [other for other in chosen if other != value] if value in chosen else [*chosen, value]


def _url(request, name, values, *, page=False):
    """The query string with `name` set to `values`, back on the first page unless `page` is kept."""
    query = dict(request.GET.lists()) | {name: values}
    if not page:
        query.pop("page", None)
    return "?" + urlencode(query, doseq=True)


def _carried(request, filters):
    """What the form of text and dates must send along so that submitting it loses no facet and no sort."""
    kept = {*filters.facets(), "sort"}
    return [(name, value) for name, values in request.GET.lists() if name in kept for value in values]
