"""GET /search: documents and entries by words and filters, as the search box finds them."""

from ninja import Query, Router

from kb.api.callers import Caller
from kb.search import asking
from kb.search.query import read_query
from kb.search.scope import FILTERS, visible_to
from kb.tokens import Scope

router = Router(tags=["search"])


@router.get("/search", auth=Caller(Scope.READ, open_to_all=True), summary="Find documents and entries")
def search(request, q: str = Query(max_length=2000), page: int = Query(1, ge=1)):
    """The same question as in the box: words, "phrases", filters such as `kind:incident outcome:failed`."""
    found = asking.search(read_query(q, FILTERS), page=page, visible=visible_to(request.user))
    return {
        "hits": [_hit(request, hit) for hit in found.hits],
        "counts": dict(found.counts),
        "counts_are_lower_bounds": found.is_capped,
        "page": found.number,
        "has_next": found.has_next,
        "suggestion": found.suggestion,
    }


def _hit(request, hit):
    return {
        "what": hit.what,
        "title": "".join(piece.text for piece in hit.title),
        "excerpt": "".join(piece.text for piece in hit.excerpt.pieces),
        "line": hit.excerpt.line,
        "url": request.build_absolute_uri(hit.found.get_absolute_url()),
    }
