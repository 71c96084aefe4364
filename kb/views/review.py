"""The review queue: the documents that wait, and one document with its findings as cards beside the text."""

from contextlib import suppress

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kb.access import for_curators, person, visible_documents
from kb.catalogue import ENTRIES
from kb.curation import entries
from kb.curation.queue import beside, documents_waiting, progress, waiting_in
from kb.models import Signature
from kb.views.cards import cards_beside
from kb.visibility import hidden_from

PER_PAGE = 50
DUE_SHOWN = 100


@for_curators
def queue(request):
    waiting = documents_waiting(request.user).defer("fields", "faults")
    page = Paginator(waiting, PER_PAGE).get_page(request.GET.get("page"))
    counts = waiting_in([document.pk for document in page])
    ctx = {"page": page, "rows": [(document, counts.get(document.pk, 0)) for document in page]}
    return render(request, "review/queue.html", ctx | _progress(request))


@for_curators
def review(request, pk):
    found = get_object_or_404(visible_documents(request), pk=pk)
    shown = cards_beside(request, found, "review_document")
    before, after = beside(found, request.user)
    ctx = {
        "stated": [card for card in shown["page"] if card.is_open and card.is_stated],
        "before": before,
        "after": after,
        "n_documents": documents_waiting(request.user).count(),
    }
    return render(request, "review/document.html", shown | ctx | _progress(request))


@require_POST
@for_curators
def accept_stated(request, pk):
    """Confirms what the page offered as stated, each as it was shown; what was decided meanwhile is told and left."""
    found, confirmed, refused = get_object_or_404(visible_documents(request), pk=pk), 0, []
    for said in request.POST.getlist("entry"):
        try:
            entries.confirm(_as_shown(request, said), by=person(request), why="Stated in the document.")
            confirmed += 1
        except ValidationError as error:
            refused += error.messages
    messages.success(request, f"Confirmed {confirmed} that the document states.")
    for sentence in dict.fromkeys(refused):
        messages.warning(request, sentence)
    return redirect("review_document", found.pk)


@for_curators
def due_for_review(request):
    """What is to be looked at again, what came back after a fix, and what sleeps."""
    today, signatures = timezone.localdate(), Signature.objects.visible_to(request.user).shown()
    seen = {kind: model.objects.visible_to(request.user) for kind, model in ENTRIES.items()}
    due = [(kind, list(rows.due_for_review(today)[:DUE_SHOWN])) for kind, rows in seen.items()]
    ctx = {
        "due": due,
        "n_due": sum(len(entries) for _, entries in due),
        "returned": signatures.returned()[:DUE_SHOWN],
        "dormant": signatures.dormant(today).order_by("last_met", "pk")[:DUE_SHOWN],
        "today": today,
    }
    return render(request, "review/due.html", ctx)


def _progress(request):
    judged, total = progress(hidden_from(request.user))
    return {"judged": judged, "total": total}


def _as_shown(request, said):
    """The entry that a hidden field names as kind, id and version."""
    kind, _, numbers = said.partition("-")
    with suppress(ValueError):
        pk, version = map(int, numbers.split("-"))
        if kind in ENTRIES:
            entry = get_object_or_404(ENTRIES[kind].objects.visible_to(request.user), pk=pk)
            entry.version = version
            return entry
    raise Http404
