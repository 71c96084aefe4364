"""The page of a document from the cache: rendered once for its text and for what its links lead to at the time."""

import json
from hashlib import sha256

from django.core.cache import caches
from django.utils.safestring import mark_safe

from incidents.authors import author
from incidents.mentions import mentioned, mentions_of
from incidents.models import PicturePlace
from incidents.people import accounts_called
from incidents.reading.blocks import read_markdown
from incidents.reading.front_matter import read_front_matter
from incidents.reading.mentions import read_mentions
from incidents.reading.rendering import VERSION, render
from incidents.reading.rendering.links import Place
from kb.entry_names import entry_places
from kb.mentioning import names_in_html, with_people
from kb.views.places import anchor_lines

# The ids that every page has itself.
IDS_OF_THE_PAGE = ("keys-title", "main", "site-search")
KEPT_SECONDS = 7 * 24 * 3600


def rendered(front, places, lines):
    """The body behind `front`-matter as safe HTML: `places` by target, an anchor for each of `lines`."""
    key = _key(front, places, lines)
    html = caches["pages"].get(key)
    if html is None:
        html = render(front.body, first_line=front.body_line, places=places, taken=IDS_OF_THE_PAGE)
        html = str(anchor_lines(html, lines))
        caches["pages"].set(key, html, KEPT_SECONDS)
    return mark_safe(html)


def previewed(document, text, user):
    """The body of a text that is being written, as the page of its document would show it. It is not kept."""
    front = read_front_matter(text)
    mentions = list(mentions_of(document, read_mentions(read_markdown(front.body, front.body_line))))
    places = places_of(mentioned(document, mentions, user), mentions, user)
    html = render(front.body, first_line=front.body_line, places=places, taken=IDS_OF_THE_PAGE)
    return called_upon(mark_safe(html), user)


def called_upon(html, user):
    """The safe `html` with the people that it calls upon as chips; visitors are not told who has an account."""
    names = names_in_html(html) if user.is_authenticated else ()
    if not names:
        return html
    return mark_safe(with_people(html, {one.small: author(one)["name"] for one in accounts_called(names)}))


def places_of(there, mentions, user):
    """The places of all that a document mentions: of what is `there` by target, and of entries that `user` may see."""
    places = {target: Place(one.get_absolute_url(), isinstance(one, PicturePlace)) for target, one in there.items()}
    others = (mention.target for mention in mentions if mention.target not in places)
    return entry_places(others, user) | places


def _key(front, places, lines):
    links = sorted((target, place.address, place.is_picture) for target, place in places.items())
    state = json.dumps([VERSION, front.body_line, links, sorted(lines), front.body])
    return f"rendered:{sha256(state.encode()).hexdigest()}"
