"""The review queue: the documents that wait, and one document with its findings as cards beside the text."""

from contextlib import suppress

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from incidents.mentions import mentioned
from incidents.models import Document, PicturePlace
from incidents.reading.front_matter import read_front_matter
from incidents.reading.rendering.links import Place
from kb.access import for_curators, person
from kb.catalogue import ENTRIES
from kb.curation import entries
from kb.curation.queue import beside, cards_of, documents_waiting, progress, waiting_in
from kb.differing_words import marked
from kb.models import Signature
from kb.rendered import rendered

PER_PAGE = 50
CARDS_SHOWN = 60
DUE_SHOWN = 100


@for_curators
def queue(request):
    waiting = documents_waiting().defer("fields", "faults")
    page = Paginator(waiting, PER_PAGE).get_page(request.GET.get("page"))
    counts = waiting_in([document.pk for document in page])
    ctx = {"page": page, "rows": [(document, counts.get(document.pk, 0)) for document in page]}
    return render(request, "review/queue.html", ctx | _progress())


@for_curators
def review(request, pk):
    found = get_object_or_404(Document, pk=pk)
    cards = cards_of(found)
    page = Paginator(cards, CARDS_SHOWN).get_page(request.GET.get("page"))
    before, after = beside(found)
    ctx = {
        "document": found,
        "page": page,
        "n_cards": len(cards),
        "n_open": sum(card.is_open for card in cards),
        "cards": [
            (card, _place(found, cards, card), _place(found, cards, _after(cards, card)), _told_doubles(card))
            for card in page
        ],
        "stated": [card for card in page if card.is_open and card.is_stated],
        "before": before,
        "after": after,
        "n_documents": documents_waiting().count(),
    }
    return render(request, "review/document.html", ctx | _text(found, cards) | _progress())


@require_POST
@for_curators
def accept_stated(request, pk):
    """Confirms what the page offered as stated, each as it was shown; what was decided meanwhile is told and left."""
    confirmed, refused = 0, []
    for said in request.POST.getlist("entry"):
        try:
            entries.confirm(_as_shown(said), by=person(request), why="Stated in the document.")
            confirmed += 1
        except ValidationError as error:
            refused += error.messages
    messages.success(request, f"Confirmed {confirmed} that the document states.")
    for sentence in dict.fromkeys(refused):
        messages.warning(request, sentence)
    return redirect("review_document", pk)


@for_curators
def due_for_review(request):
    """What is to be looked at again, what came back after a fix, and what sleeps."""
    today = timezone.localdate()
    due = [(kind, list(model.objects.due_for_review(today)[:DUE_SHOWN])) for kind, model in ENTRIES.items()]
    ctx = {
        "due": due,
        "n_due": sum(len(entries) for _, entries in due),
        "returned": Signature.objects.shown().returned()[:DUE_SHOWN],
        "dormant": Signature.objects.shown().dormant(today).order_by("last_met", "pk")[:DUE_SHOWN],
        "today": today,
    }
    return render(request, "review/due.html", ctx)


def _progress():
    judged, total = progress()
    return {"judged": judged, "total": total}


def _after(cards, card):
    """The card to go on with after a decision: the next one that is open, else the first one that is, else this one."""
    at = cards.index(card)
    return next((other for other in (*cards[at + 1 :], *cards[:at]) if other.is_open), card)


def _place(document, cards, card):
    """The address of a card, with its page in a document of very many."""
    page = cards.index(card) // CARDS_SHOWN + 1
    query = f"?page={page}" if page > 1 else ""
    return f"{reverse('review_document', args=[document.pk])}{query}#{card.anchor}"


def _told_doubles(card):
    """Each with its words, of which those are marked that this entry has not."""
    mine = _words(card.entry)
    return [(double, marked(_words(double.entry), mine)) for double in card.doubles]


def _words(entry):
    return entry.title if isinstance(entry, Signature) else entry.text[:600]


def _text(document, cards):
    text = document.latest.text
    front = read_front_matter(text)
    lines = [finding.first_line for card in cards for finding in card.findings]
    there = mentioned(document, list(document.mentions.all()))
    places = {
        target: Place(found.get_absolute_url(), isinstance(found, PicturePlace)) for target, found in there.items()
    }
    return {
        "front_lines": list(enumerate(text.split("\n")[: front.body_line - 1], start=1)),
        "body": rendered(front, places, [line for line in lines if line >= front.body_line]),
    }


def _as_shown(said):
    """The entry that a hidden field names as kind, id and version."""
    kind, _, numbers = said.partition("-")
    with suppress(ValueError):
        pk, version = map(int, numbers.split("-"))
        if kind in ENTRIES:
            entry = get_object_or_404(ENTRIES[kind], pk=pk)
            entry.version = version
            return entry
    raise Http404
