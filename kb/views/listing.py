"""What every list has: filters, facets with counts, sorting and pages, all of it in the query string."""

from dataclasses import dataclass

from django.core.paginator import Paginator

PER_PAGE = 50


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


def listing(request, filters, rows, sorts):
    """The template context of a list of `rows`, which are what `filters` left over with what the page shows of each.

    `sorts` maps a name in the URL to (label, order_by arguments); the first is the default.
    Whatever the page number asked for, a page is shown: the nearest there is.
    """
    sort = request.GET.get("sort")
    chosen = sort if sort in sorts else next(iter(sorts))
    page = Paginator(rows.order_by(*sorts[chosen][1]), PER_PAGE).get_page(request.GET.get("page"))
    return {
        "page": page,
        "total": page.paginator.count,
        "filters": filters,
        "facets": [_facet(request, filters, name) for name in filters.facets()],
        "sorts": [Choice(label, _url(request, "sort", [name]), name == chosen) for name, (label, _) in sorts.items()],
        "narrowed": _narrowed(request, filters),
        "carried": _carried(request, filters),
    }


def _facet(request, filters, name):
    facet = filters.filters[name]
    chosen = request.GET.getlist(name)
    counts = dict(filters.counts(name))
    counts |= {value: 0 for value in chosen if value not in counts}
    choices = [
        Choice(facet.labels.get(value, value), _url(request, name, _toggled(chosen, value)), value in chosen, n)
        for value, n in counts.items()
    ]
    return FacetChoices(facet.label, choices)


def _toggled(chosen, value):
    return [other for other in chosen if other != value] if value in chosen else [*chosen, value]


def _url(request, name, values):
    """The query string with `name` set to `values`, back on the first page."""
    query = request.GET.copy()
    query.setlist(name, values)
    query.pop("page", None)
    return "?" + query.urlencode()


def _narrowed(request, filters):
    return any(request.GET.get(name) for name in filters.filters)


def _carried(request, filters):
    """What the form of text and dates must send along so that submitting it loses no facet and no sort."""
    kept = {*filters.facets(), "sort"}
    return [(name, value) for name, values in request.GET.lists() if name in kept for value in values]
