from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from incidents.merging import Part
from incidents.models import Conflict, Duplicate
from incidents.reconciling import compare
from incidents.revising import Outdated, resolve, separate, settle
from incidents.storing import storable
from kb.access import for_importers, person
from kb.catalogue import drop_unfounded, learn
from kb.conflict_forms import ConflictForm, DuplicateForm

DUPLICATES_SHOWN = 50
# Of lines that all texts share, so many are shown at each end.
CONTEXT = 3


@dataclass(frozen=True)
class ShownPart:
    """A part of the comparison: what changed on which side, or (some of the) lines that did not."""

    part: Part
    change: str
    lines: tuple[str, ...]
    n_left_out: int = 0
    below: tuple[str, ...] = ()


@for_importers
def conflicts(request):
    doubles = Duplicate.objects.open().filter(document__deleted_at=None).select_related("document").order_by("path")
    ctx = {
        "conflicts": Conflict.objects.open().filter(document__deleted_at=None).select_related("document"),
        "page": Paginator(doubles, DUPLICATES_SHOWN).get_page(request.GET.get("page")),
    }
    return render(request, "conflicts/conflicts.html", ctx)


@for_importers
def conflict(request, pk):
    found = get_object_or_404(Conflict.objects.select_related("document"), pk=pk, document__deleted_at=None)
    if found.resolved_at:
        return render(request, "conflicts/conflict.html", {"conflict": found})
    merged = compare(found.document, bytes(found.content))
    ours = found.document.latest
    initial = {"text": storable(merged.marked()), "seen": ours.number}
    form = ConflictForm(request.POST or None, found, initial=initial)
    if form.is_valid() and _decide(request, found, form):
        return redirect(found.document)
    ctx = {"conflict": found, "form": form, "ours": ours, "parts": [_shown(part) for part in merged.parts]}
    return render(request, "conflicts/conflict.html", ctx)


@require_POST
@for_importers
def duplicate(request, pk):
    form = DuplicateForm(request.POST)
    found = get_object_or_404(Duplicate.objects.open(), pk=pk)
    if form.is_valid():
        _settle(request, found, form.cleaned_data["decision"])
    return redirect("conflicts")


@transaction.atomic
def _decide(request, found, form):
    """True when the conflict is decided; else the form says what came in between."""
    decided = form.cleaned_data
    try:
        learn(resolve(found, by=person(request), content=decided["content"], ours=decided["seen"]))
    except Outdated as error:
        form.add_error(None, str(error))
        return False
    drop_unfounded()
    messages.success(request, "Decided. Both texts are among the document's revisions.")
    return True


@transaction.atomic
def _settle(request, found, decision):
    if decision == "own":
        learn(separate(found))
        messages.success(request, f"{found.path} is a document of its own now.")
    else:
        settle(found, by=person(request))
        messages.success(request, f"{found.path} is the same document, and is not proposed any more.")


def _shown(part):
    change = _change(part)
    lines = part.lines or ()
    if change != "same" or len(lines) <= 2 * CONTEXT + 1:
        return ShownPart(part, change, lines)
    return ShownPart(part, change, lines[:CONTEXT], len(lines) - 2 * CONTEXT, lines[-CONTEXT:])


def _change(part):
    if part.lines is None:
        return "conflict"
    if part.ours == part.theirs:
        return "same" if part.ours == part.base else "both"
    return "theirs" if part.ours == part.base else "ours"
