from dataclasses import dataclass

from django.core.cache import cache
from django.shortcuts import render
from django.views.decorators.vary import vary_on_headers

from incidents.models import Document
from kb.forms import SearchForm
from kb.search import asking
from kb.search.asking import CAP
from kb.search.indexing import behind
from kb.search.query import is_error, read_query, with_kind
from kb.search.rows import DOCUMENT
from kb.search.scope import FILTERS

# What drops down from the box in the header.
IN_PANEL = 8
BEHIND_FOR = 60
LABELS = dict(Document.Kind.choices) | {Document.Kind.OTHER.value: "other document"}


@dataclass(frozen=True)
class Chip:
    """A link to the same question of one kind."""

    label: str
    question: str
    chosen: bool
    n: int


@vary_on_headers("HX-Request", "HX-Target")
def search(request):
    """A page, or what of it changes while somebody types: under the box in the header only the first hits."""
    form = SearchForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {"q": request.GET.get("q", "")[:2000], "page": None}
    query = read_query(asked["q"], FILTERS)
    ctx = {"query": query, "is_error": is_error(asked["q"])}
    is_part = request.htmx and not request.htmx.history_restore_request
    if is_part and request.htmx.target == "site-found":
        return render(request, "search/_panel.html", ctx | {"page": asking.search(query, per_page=IN_PANEL)})
    page = asking.search(query, page=asked["page"] or 1)
    ctx |= {"page": page, "chips": _chips(query, page), "cap": CAP}
    if is_part:
        return render(request, "search/_found.html", ctx)
    ctx["n_behind"] = cache.get_or_set("search.behind", behind, BEHIND_FOR)
    return render(request, "search/search.html", ctx | {"filters": FILTERS})


def _chips(query, page):
    chosen = query.chosen.get("kind", ())
    total = sum(n for _, n in page.counts)
    kinds = [Chip("All", with_kind(query.text, ""), not chosen, total)]
    kinds += [
        Chip(LABELS.get(kind, kind), with_kind(query.text, kind), kind in chosen or _in_all(kind, chosen), n)
        for kind, n in page.counts
    ]
    return kinds


def _in_all(kind, chosen):
    return kind in LABELS and DOCUMENT in chosen
