"""The page of a document from the cache: rendered once for its text and for what its links lead to at the time."""

import json
from hashlib import sha256

from django.core.cache import cache
from django.utils.safestring import mark_safe

from incidents.reading.rendering import VERSION, render
from kb.views.places import anchor_lines

# The ids that every page has itself.
IDS_OF_THE_PAGE = ("keys-title", "main", "site-search")
KEPT_SECONDS = 7 * 24 * 3600


def rendered(front, places, lines):
    """The body behind `front`-matter as safe HTML: `places` by target, an anchor for each of `lines`."""
    key = _key(front, places, lines)
    html = cache.get(key)
    if html is None:
        html = render(front.body, first_line=front.body_line, places=places, taken=IDS_OF_THE_PAGE)
        html = str(anchor_lines(html, lines))
        cache.set(key, html, KEPT_SECONDS)
    return mark_safe(html)


def _key(front, places, lines):
    links = sorted((target, place.address, place.is_picture) for target, place in places.items())
    state = json.dumps([VERSION, front.body_line, links, sorted(lines), front.body])
    return f"rendered:{sha256(state.encode()).hexdigest()}"
