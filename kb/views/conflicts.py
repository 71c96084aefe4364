from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from incidents.models import Conflict, Duplicate
from incidents.reconciling import compare
from incidents.revising import Outdated, resolve, separate, settle
from incidents.storing import storable
from kb.access import for_importers, may_reconcile, person, visible_documents
from kb.catalogue import learn
from kb.conflict_forms import ConflictForm, DuplicateForm
from kb.saving import change_and_learn
from kb.shown_parts import shown_parts

DUPLICATES_SHOWN = 50
ONLY_WRITERS = "Only who may edit this document decides between it and its source."


@for_importers
def conflicts(request):
    seen = {"document__in": visible_documents(request)}
    doubles = Duplicate.objects.open().filter(**seen).select_related("document").order_by("path")
    ctx = {
        "conflicts": Conflict.objects.open().filter(**seen).select_related("document"),
        "page": Paginator(doubles, DUPLICATES_SHOWN).get_page(request.GET.get("page")),
    }
    return render(request, "conflicts/conflicts.html", ctx)


def conflict(request, pk):
    rows = Conflict.objects.filter(document__in=visible_documents(request)).select_related("document")
    found = get_object_or_404(rows, pk=pk)
    if not may_reconcile(request, found.document):
        raise PermissionDenied(ONLY_WRITERS)
    if found.resolved_at:
        return render(request, "conflicts/conflict.html", {"conflict": found})
    merged = compare(found.document, bytes(found.content))
    ours = found.document.latest
    initial = {"text": storable(merged.marked()), "seen": ours.number}
    form = ConflictForm(request.POST or None, found, initial=initial)
    if form.is_valid() and _decide(request, found, form):
        return redirect(found.document)
    ctx = {"conflict": found, "form": form, "ours": ours, "parts": shown_parts(merged)}
    return render(request, "conflicts/conflict.html", ctx)


@require_POST
@for_importers
def duplicate(request, pk):
    form = DuplicateForm(request.POST)
    found = get_object_or_404(Duplicate.objects.open().filter(document__in=visible_documents(request)), pk=pk)
    if form.is_valid():
        _settle_or_say_why(request, found, form.cleaned_data["decision"])
    return redirect("conflicts")


def _decide(request, found, form):
    """True when the conflict is decided; else the form says what came in between."""
    by, decided = person(request), form.cleaned_data
    try:
        change = partial(resolve, found, by=by, content=decided["content"], ours=decided["seen"])
        change_and_learn(found.document, change, by=by)
    except Outdated as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, "Decided. Both texts are among the document's revisions.")
    return True


def _settle_or_say_why(request, found, decision):
    try:
        _settle(request, found, decision)
    except Outdated as error:
        messages.error(request, str(error))


@transaction.atomic
def _settle(request, found, decision):
    if decision == "own":
        learn(separate(found))
        messages.success(request, f"{found.path} is a document of its own now.")
    else:
        settle(found, by=person(request))
        messages.success(request, f"{found.path} is the same document, and is not proposed any more.")
