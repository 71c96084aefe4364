"""What every list has: filters, facets with counts, sorting and pages, all of it in the query string."""

from array import array
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.cache import caches
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode

from incidents.people import Role, is_at_least
from kb.filters import ListFilter
from kb.freshness import data_version
from kb.views.written import FORMS
from kb.visibility import hidden_from

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
    """A list: `filters` chooses among `entries(user)`, and `rows(ids, user)` are plain values of some of them.

    The first of `sorts` is the default. `words` are the one and the many of what is listed, `model` its table.
    """

    words: tuple[str, str]
    template: str
    model: type[Model]
    filters: type[ListFilter]
    entries: Callable[[AbstractBaseUser], QuerySet]
    sorts: dict[str, Sort]
    rows: Callable[[list[int], AbstractBaseUser], list[dict]]


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
    """`says_something` unless there is but one choice, and all that is listed has it."""

    label: str
    choices: list[Choice]
    says_something: bool = True


def show(request, listing):
    """A page of a list; whatever number was asked for, the nearest there is. `?as=` has it written in another form."""
    filters = listing.filters(request.GET, listing.model.objects.none())
    sort = request.GET.get("sort")
    sort = sort if sort in listing.sorts else next(iter(listing.sorts))
    found = _found(listing, filters, sort, request.user)
    page = Paginator(found.ids, PER_PAGE).get_page(request.GET.get("page"))
    if write := FORMS.get(request.GET.get("as")):
        return write(request, listing, page)
    ctx = {
        "listing": listing,
        "page": page,
        "rows": listing.rows(page.object_list.tolist(), request.user),
        "filters": filters,
        "facets": [_facet(request, filters, name, found) for name in found.counts],
        "sorts": [Choice(s.label, _url(request, "sort", [name]), name == sort) for name, s in listing.sorts.items()],
        "forms": [Choice(name, _url(request, "as", [form], page=True), False) for form, name in NAMES.items()],
        "narrowed": any(request.GET.get(name) for name in filters.filters),
        "carried": _carried(request, filters),
    }
    return render(request, listing.template, ctx)


def _found(listing, filters, sort, user):
    """Kept as long as the data stay as they are and it is the same day, so that a later page costs what the first does.

    Who may see less has lists of their own: all that do without an account the same.
    """
    version = data_version()
    if version is None:
        return _find(listing, filters, sort, user)
    asked = sorted((name, filters.data.getlist(name)) for name in filters.filters if name in filters.data)
    key = blake2b(repr((version, timezone.localdate(), listing.words, sort, asked, _sight(user))).encode()).hexdigest()
    kept = caches["lists"].get(key)
    if kept is None:
        kept = _find(listing, filters, sort, user)
        caches["lists"].set(key, kept)
    return kept


def _sight(user):
    """What two people have in common who see the same."""
    if hidden_from(user) is not None:
        return user.pk or "visitor"
    return "curator" if is_at_least(user, Role.CURATOR) else "everybody"


def _find(listing, filters, sort, user):
    """What is listed is told to the filters only here: to write out who may see what takes longer than a kept list."""
    filters.queryset = listing.entries(user)
    chosen = listing.sorts[sort]
    ids = chosen.adds(filters.qs).order_by(*chosen.order).values_list("pk", flat=True)
    return Found(array("q", ids.iterator(chunk_size=10_000)), filters.counts())


def _facet(request, filters, name, found):
    facet = filters.filters[name]
    chosen = request.GET.getlist(name)
    counts = found.counts[name]
    counts = counts | {value: 0 for value in chosen if value not in counts}
    choices = [
        Choice(facet.labels.get(value, value), _url(request, name, _toggled(chosen, value)), value in chosen, n)
        for value, n in counts.items()
    ]
    says_something = bool(chosen) or len(choices) > 1 or any(choice.n < len(found.ids) for choice in choices)
    return FacetChoices(facet.label, choices, says_something)


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
