"""What a document says as cards beside its text: where each leads, and what may be the same."""

from functools import partial

from django.core.paginator import Paginator
from django.urls import reverse

from incidents.differing_words import Budget, marked_words
from incidents.mentions import mentioned
from incidents.reading.front_matter import read_front_matter
from kb.curation.queue import cards_of
from kb.models import Signature
from kb.rendered import places_of, rendered
from kb.visibility import hidden_from

CARDS_SHOWN = 60


def cards_beside(request, document, name):
    """What a page shows that has the cards beside the text; `name` is the page's, for the addresses of the cards."""
    cards = cards_of(document, hidden_from(request.user))
    page = Paginator(cards, CARDS_SHOWN).get_page(request.GET.get("page"))
    place, budget = partial(_place, reverse(name, args=[document.pk]), cards), Budget()
    return {
        "document": document,
        "page": page,
        "n_cards": len(cards),
        "n_open": sum(card.is_open for card in cards),
        "cards": [(card, place(card), place(_after(cards, card)), _told_doubles(card, budget)) for card in page],
    } | _text_beside(document, cards, request.user)


def _place(address, cards, card):
    """The address of a card, with its page in a document of very many."""
    page = cards.index(card) // CARDS_SHOWN + 1
    query = f"?page={page}" if page > 1 else ""
    return f"{address}{query}#{card.anchor}"


def _after(cards, card):
    """The card to go on with after a decision: the next one that is open, else the first one that is, else this one."""
    at = cards.index(card)
    return next((other for other in (*cards[at + 1 :], *cards[:at]) if other.is_open), card)


def _told_doubles(card, budget):
    """Each with its words, of which those are marked that this entry has not."""
    mine = _words(card.entry)
    return [(double, marked_words(mine, _words(double.entry), budget).new) for double in card.doubles]


def _words(entry):
    return entry.title if isinstance(entry, Signature) else entry.text[:600]


def _text_beside(document, cards, user):
    """What a page shows of the text: the front-matter line by line, and the body with a place for each finding."""
    text = document.latest.text
    front = read_front_matter(text)
    lines = [finding.first_line for card in cards for finding in card.findings]
    mentions = list(document.mentions.all())
    places = places_of(mentioned(document, mentions, user), mentions, user)
    return {
        "front_lines": list(enumerate(text.split("\n")[: front.body_line - 1], start=1)),
        "body": rendered(front, places, [line for line in lines if line >= front.body_line]),
    }
