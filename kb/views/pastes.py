"""Pastes that are kept because somebody asked for it, and signatures that people start from one."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from kb.access import for_curators, person, sign
from kb.answers import answer_paste
from kb.curation.creating import create, propose
from kb.forms import PasteForm
from kb.keeping import keep, redacted_lines, title_of
from kb.models import KeptPaste, Signature
from kb.paste_forms import KeepForm, StartForm
from kb.visibility import hidden_from

PER_PAGE = 50


def kept_pastes(request):
    page = Paginator(KeptPaste.objects.listed().defer("text"), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "pastes/list.html", {"page": page})


@require_POST
@for_curators
def keep_preview(request):
    """What would be kept of a paste, with what is taken out of it marked. Nothing is stored by this."""
    asked = PasteForm(request.POST, request.FILES)
    if not asked.is_valid():
        return render(request, "match.html", {"form": asked})
    paste = answer_paste(asked.cleaned_data["paste"], hidden_from(request.user))
    form = KeepForm(initial={"text": paste.text, "title": title_of(paste)})
    return render(request, "pastes/keep.html", {"form": form, "redacted": redacted_lines(paste.text)})


@require_POST
@for_curators
def keep_paste(request):
    form = KeepForm(request.POST)
    if not form.is_valid():
        return render(request, "pastes/keep.html", {"form": form})
    paste = keep(**form.cleaned_data, by=person(request), hidden=hidden_from(request.user))
    messages.success(request, "Kept. This address stays.")
    return redirect(paste)


def kept_paste(request, token):
    """Found by its address alone, so no search engine may have it."""
    paste = get_object_or_404(KeptPaste, token=token)
    pks = [match["signature"] for answer in paste.answers for match in answer["matches"]]
    signatures = Signature.objects.visible_to(request.user).select_related("merged_into").in_bulk(pks)
    hidden = hidden_from(request.user)
    ctx = {"paste": paste, "answers": [_told(answer, signatures, hidden) for answer in paste.answers]}
    response = render(request, "pastes/paste.html", ctx)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@require_POST
@for_curators
def delete_paste(request, token):
    get_object_or_404(KeptPaste, token=token).delete()
    messages.success(request, "The paste is deleted, text and answer.")
    return redirect("kept_pastes")


@for_curators
def start_signature(request):
    """With an error in `begin` a form that is filled in from it; without, the form as it was sent or an empty one."""
    if "begin" in request.POST:
        return render(request, "pastes/start.html", {"form": StartForm(initial=propose(request.POST["begin"]))})
    form = StartForm(request.POST or None)
    act = _created(request, form) if form.is_valid() else None
    if not act:
        return render(request, "pastes/start.html", {"form": form})
    messages.success(request, "The signature is on record: the next such error is known.")
    return redirect(Signature.objects.get(pk=act.changes[0]["id"]))


def _created(request, form):
    columns = dict(form.cleaned_data)
    why, name = columns.pop("why"), columns.pop("name")
    sign(request, name)
    try:
        return create(columns, by=person(request), why=why)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return None


def _told(answer, signatures, hidden):
    """An answer with what stands today for the signatures that were offered then.

    Who kept it may have seen more than who reads it now: then nothing is said of what was offered.
    """
    if hidden is not None and any(match["signature"] not in signatures for match in answer["matches"]):
        return answer | {"verdict": "unknown", "reason": ""}, []
    offered = [(signatures.get(match["signature"]), match) for match in answer["matches"]]
    return answer, [(found and (found.merged_into or found), match) for found, match in offered]
