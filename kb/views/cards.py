"""What a document says as cards beside its text: where each leads, and what may be the same."""

from incidents.mentions import mentioned
from incidents.reading.front_matter import read_front_matter
from kb.differing_words import marked
from kb.models import Signature
from kb.rendered import places_of, rendered


def with_places(cards, shown, place):
    """Each card that is shown with its own address, that of the one to go on with, and what may be the same."""
    return [(card, place(card), place(_after(cards, card)), _told_doubles(card)) for card in shown]


def _after(cards, card):
    """The card to go on with after a decision: the next one that is open, else the first one that is, else this one."""
    at = cards.index(card)
    return next((other for other in (*cards[at + 1 :], *cards[:at]) if other.is_open), card)


def _told_doubles(card):
    """Each with its words, of which those are marked that this entry has not."""
    mine = _words(card.entry)
    return [(double, marked(_words(double.entry), mine)) for double in card.doubles]


def _words(entry):
    return entry.title if isinstance(entry, Signature) else entry.text[:600]


def text_beside(document, cards, user):
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
