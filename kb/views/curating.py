"""Decisions on entries: asked for on a page of their own, looked at before where much may change, and taken back."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from incidents.models import Finding
from kb.access import for_curators, person, sign
from kb.catalogue import ENTRIES
from kb.curate_forms import (
    DecisionForm,
    EditForm,
    OtherForm,
    OwnerForm,
    ReviewForm,
    SplitForm,
    VerifyForm,
    named,
    search,
)
from kb.curation import entries
from kb.curation.doubles import doubles_of
from kb.curation.merging import merge
from kb.curation.previewing import preview
from kb.curation.splitting import split
from kb.curation.undoing import undo
from kb.models import Signature
from kb.readable_acts import acts_visible_to
from kb.visibility import hidden_from

SHOWN = 50


@dataclass(frozen=True)
class Way:
    """A decision as people meet it. `act` makes it of the entry and the form.

    What it would change is shown first for the kinds of entry in `looked_at`.
    """

    title: str
    form: type[DecisionForm]
    act: Callable
    done: str
    looked_at: tuple[str, ...] = ()


WAYS = {
    "confirm": Way("Confirm", DecisionForm, lambda entry, form: partial(entries.confirm, entry), "Confirmed."),
    "reject": Way("Reject", DecisionForm, lambda entry, form: partial(entries.reject, entry), "Rejected."),
    "edit": Way(
        "Edit",
        EditForm,
        lambda entry, form: partial(entries.edit, entry, **form.columns()),
        "Edited.",
        looked_at=("signature",),
    ),
    "merge": Way(
        "Merge into another",
        OtherForm,
        lambda entry, form: partial(merge, entry, form.cleaned_data["other"]),
        "Merged. This one stands for both now.",
        looked_at=tuple(ENTRIES),
    ),
    "split": Way(
        "Split",
        SplitForm,
        lambda entry, form: partial(split, entry, form.cleaned_data["findings"]),
        "Split. What you chose has an entry of its own now.",
        looked_at=tuple(ENTRIES),
    ),
    "retire": Way(
        "Mark obsolete", DecisionForm, lambda entry, form: partial(entries.retire, entry), "Marked obsolete."
    ),
    "supersede": Way(
        "Superseded by another",
        OtherForm,
        lambda entry, form: partial(entries.supersede, entry, form.cleaned_data["other"]),
        "Superseded. Both pages say so.",
    ),
    "own": Way(
        "Set the owner",
        OwnerForm,
        lambda entry, form: partial(entries.set_owner, entry, form.cleaned_data["owner"]),
        "The owner is set.",
    ),
    "verify": Way(
        "Verified",
        VerifyForm,
        lambda entry, form: partial(
            entries.verify, entry, form.cleaned_data["verified_on"], review_by=form.cleaned_data["review_by"]
        ),
        "Verified.",
    ),
    "review": Way(
        "Set the day of review",
        ReviewForm,
        lambda entry, form: partial(entries.set_review, entry, form.cleaned_data["review_by"]),
        "The day of review is set.",
    ),
}


@for_curators
def decide(request, kind, pk, decision):
    """Whatever comes in between is told in a sentence, on the page that shows how things are now."""
    if kind not in ENTRIES or decision not in WAYS:
        raise Http404
    way, entry = WAYS[decision], get_object_or_404(ENTRIES[kind].objects.visible_to(request.user), pk=pk)
    form = way.form(request.POST or None, entry=entry, user=request.user, initial=_initial(request, entry))
    if not form.is_valid():
        return _ask(request, decision, entry, form)
    sign(request, form.cleaned_data["name"])
    entry.version = form.cleaned_data["version"]
    act = partial(way.act(entry, form), by=person(request), why=form.cleaned_data["why"])
    other = form.cleaned_data.get("other")
    try:
        if kind in way.looked_at and "sure" not in request.POST:
            return _look(request, decision, entry, other, act)
        act()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, way.done)
    return redirect(_next(request) or other or entry)


@require_POST
@for_curators
def undo_act(request, pk):
    act = get_object_or_404(acts_visible_to(request.user), pk=pk)
    try:
        undo(act, by=person(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, "Taken back: all is as it was before.")
    return redirect(_next(request) or "review")


def _initial(request, entry):
    today = {"verified_on": request.GET.get("on")} if "on" in request.GET else {}
    shown = {name: getattr(entry, name) for name in ("version", "owner", "verified_on", "review_by")}
    return shown | today | {"other": request.GET.get("other"), "name": request.session.get("name")}


def _ask(request, decision, entry, form):
    wanted = form["other"].value() if "other" in form.fields else ""
    ctx = {
        "entry": entry,
        "kind": entry._meta.model_name,
        "decision": decision,
        "way": WAYS[decision],
        "form": form,
        "next": _next(request),
        "found": _found(entry, decision, wanted, request.user),
        "evidence": _evidence(entry, request.user) if decision == "split" else (),
    }
    return render(request, "curating/decide.html", ctx)


def _found(entry, decision, wanted, user):
    """What the words find, or the likely doubles where nothing was asked for yet."""
    if wanted:
        one = named(type(entry), str(wanted), user)
        return [one] if one else search(entry, str(wanted), user)
    likely = doubles_of([entry], hidden_from(user)) if decision == "merge" else {}
    return [double.entry for doubles in likely.values() for double in doubles]


def _evidence(entry, user):
    return entry.evidence.visible_to(user).select_related("finding__document").order_by("finding__text", "finding")


def _look(request, decision, entry, other, act):
    """What the decision would change. Nothing has been done yet: the same form is sent again to be sure."""
    would = preview([entry, other] if other else [entry], act, hidden_from(request.user))
    findings = Finding.objects.select_related("document").in_bulk([moved.finding for moved in would.moved[:SHOWN]])
    sent = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in ("csrfmiddlewaretoken", "other_version")
    ]
    ctx = {
        "entry": entry,
        "other": other,
        "kind": entry._meta.model_name,
        "decision": decision,
        "way": WAYS[decision],
        "sent": [*sent, *([("other_version", other.version)] if other else [])],
        "next": _next(request),
        "moved": [(moved, findings[moved.finding]) for moved in would.moved[:SHOWN]],
        "n_moved": len(would.moved),
        "answered": would.answered,
        "is_signature": isinstance(entry, Signature),
    }
    return render(request, "curating/preview.html", ctx)


def _next(request):
    """Where somebody came from, if that is a page of this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return wanted if url_has_allowed_host_and_scheme(wanted, None) else ""
