from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.cache import caches
from django.shortcuts import redirect, render
from django.views.decorators.vary import vary_on_headers

from incidents.models import Document
from kb.forms import SearchForm
from kb.search import asking
from kb.search.asking import CAP, MAX_PAGE, PER_PAGE, Page
from kb.search.facets import Facets, facets
from kb.search.indexing import behind
from kb.search.query import DAYS, is_error, read_query, with_filter
from kb.search.ranked import EngineAway
from kb.search.rows import DOCUMENT
from kb.search.scope import FILTERS, visible_to
from kb.views.feeds import as_atom
from kb.views.listed import signatures
from kb.views.written import rows_as_csv, rows_as_json

# What drops down from the box in the header.
IN_PANEL = 8
BEHIND_FOR = 60
# A table of all that was found is asked for by so many at a time.
CHUNK = 200
# Filters of few values are offered, and the tags met most; what to type for those of many.
OFFERED = ("outcome", "severity", "status", "state")
EXAMPLES = {"tag": "sqlite", "project": "orders", "version": "2.0"}
LABELS = dict(Document.Kind.choices) | {Document.Kind.OTHER.value: "other document"}


@dataclass(frozen=True)
class Chip:
    """A link to the same question with or without one value of a filter; `n` is None where nobody counted."""

    label: str
    question: str
    chosen: bool
    n: int | None = None


@vary_on_headers("HX-Request", "HX-Target")
def search(request):
    """A page, or what of it changes while somebody types: under the box in the header only the first hits."""
    form = SearchForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {"q": request.GET.get("q", "")[:2000], "page": None}
    if form.is_valid() and request.GET.keys() & set(DAYS):
        return _with_days(request, asked)
    query = read_query(asked["q"], FILTERS)
    ctx = {"query": query, "is_error": is_error(asked["q"])}
    visible = visible_to(request.user)
    is_part = request.htmx and not request.htmx.history_restore_request
    if is_part and request.htmx.target == "site-found":
        return render(request, "search/_panel.html", ctx | _answer(query, visible, per_page=IN_PANEL))
    if is_part and request.htmx.target == "narrow":
        return render(request, "search/_narrow.html", ctx | _offered(query, visible))
    ctx |= _answer(query, visible, page=asked["page"] or 1) | {"cap": CAP}
    write = FORMS.get(request.GET.get("as"))
    if write and not ctx["is_away"]:
        return write(request, query, visible, ctx["page"])
    ctx |= {"chips": _chips(query, ctx["page"]), "hits": _told(ctx["page"], request.user)}
    ctx |= _offered(query, visible if query.narrowed else None)
    if is_part:
        return render(request, "search/_found.html", ctx)
    ctx["n_behind"] = caches["pages"].get_or_set("search.behind", behind, BEHIND_FOR)
    return render(request, "search/search.html", ctx | {"filters": _explained()}, status=503 if ctx["is_away"] else 200)


def _atom(request, query, visible, page):
    entries = [row | {"told": row["excerpt"]} for row in map(_row, page.hits)]
    return as_atom(request, query.text or "search", entries)


def _json(request, query, visible, page):
    told = {"counts": dict(page.counts), "counts_are_lower_bounds": page.is_capped, "page": page.number}
    return rows_as_json(request, map(_row, page.hits), told, has_next=page.has_next)


def _csv(request, query, visible, page):
    return rows_as_csv(request, "search", map(_row, _all_hits(query, visible)))


FORMS = {"atom": _atom, "json": _json, "csv": _csv}


def _all_hits(query, visible):
    """Of all pages that there are to turn."""
    for number in range(1, MAX_PAGE * PER_PAGE // CHUNK + 1):
        page = asking.search(query, page=number, per_page=CHUNK, visible=visible)
        yield from page.hits
        if not page.has_next:
            return


def _row(hit):
    return {
        "url": hit.found.get_absolute_url(),
        "title": str(hit.found),
        "what": hit.what,
        "excerpt": "".join(piece.text for piece in hit.excerpt.pieces),
        "line": hit.excerpt.line,
        "updated": hit.found.updated,
    }


def _answer(query, visible, **asked):
    """The page of hits. Where a server of its own searches, it may be away for a while; the rest of the page is not."""
    try:
        return {"page": asking.search(query, visible=visible, **asked), "is_away": False}
    except EngineAway:
        return {"page": Page(), "is_away": True}


def _chips(query, page):
    chosen = query.chosen.get("kind", ())
    total = sum(n for _, n in page.counts)
    kinds = [Chip("All", with_filter(query.text, "kind", ()), not chosen, total)]
    for kind, n in page.counts:
        is_chosen = kind in chosen or _in_all(kind, chosen)
        kinds.append(Chip(LABELS.get(kind, kind), with_filter(query.text, "kind", [kind]), is_chosen, n))
    return kinds


def _in_all(kind, chosen):
    return kind in LABELS and DOCUMENT in chosen


def _offered(query, visible):
    """The values of filters as chips, each of which adds itself to the question or takes itself out of it.

    What nothing has is left out; without `visible` nothing is counted, and all is offered.
    """
    counted = Facets() if visible is None else _facets(query, visible)
    tags = dict.fromkeys((*query.chosen.get("tag", ()), *counted.counts.get("tag", ())))
    values = {name: FILTERS[name] for name in OFFERED} | {"tag": tags}
    chips = {name: [_toggle(query, name, value, counted) for value in values[name]] for name in values}
    offered = {name: [chip for chip in found if chip.chosen or chip.n != 0] for name, found in chips.items()}
    newest = _toggle(query, "sort", "newest", Facets())
    return {"offered": offered, "is_lower_bound": counted.is_capped, "newest": newest}


def _facets(query, visible):
    try:
        return facets(query, OFFERED, visible)
    except EngineAway:
        return Facets()


def _toggle(query, name, value, counted):
    chosen = query.chosen.get(name, ())
    values = [other for other in chosen if other != value] if value in chosen else [*chosen, value]
    n = counted.counts.get(name, {}).get(value)
    # None of the first thousand is no reason to say that there is none.
    known = None if n == 0 and counted.is_capped else n
    return Chip(value, with_filter(query.text, name, values), value in chosen, known)


def _with_days(request, asked):
    """What was chosen as days stands in the question from then on, as if it had been typed."""
    text = asked["q"]
    for name in DAYS:
        text = with_filter(text, name, [asked[name].isoformat()] if asked[name] else [])
    return redirect(f"{request.path}?{urlencode({'q': text})}")


def _told(page, user):
    """Each hit with what a list of signatures tells of it, if it is one."""
    pks = [hit.found.pk for hit in page.hits if hit.what == "signature"]
    told = {row["url"]: row for row in signatures(pks, user)} if pks else {}
    return [(hit, told.get(hit.found.get_absolute_url())) for hit in page.hits]


def _explained():
    return {name: (values, EXAMPLES.get(name)) for name, values in FILTERS.items()}
