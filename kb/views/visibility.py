"""The page on which somebody says who else sees a document, and locks it."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render

from incidents.models import Document
from incidents.restricting import change_sight
from incidents.revising import Outdated
from kb.access import document_if, for_writers, may_restrict, person
from kb.catalogue import tell_again
from kb.visibility_forms import VisibilityForm
from kb.watching import Notice, tell, thing_of

ONLY_ITS_OWN = "Only its author and curators say who sees a document and who edits it."


@for_writers
def document_visibility(request, pk):
    found = document_if(may_restrict, request, pk, ONLY_ITS_OWN)
    form = VisibilityForm(request.POST if request.method == "POST" else None, document=found)
    if form.is_valid():
        return redirect(*_changed(request, found, form))
    return render(request, "visibility/visibility.html", {"document": found, "form": form})


def _changed(request, document, form):
    """Where to go next: back to the form where somebody else was quicker."""
    try:
        _change(request, document, form)
    except Outdated as error:
        messages.error(request, str(error))
        return ("document_visibility", document.pk)
    messages.success(request, f"This document is {_told(document)} now.")
    return (document,)


@transaction.atomic
def _change(request, document, form):
    """What was learnt is named again at once, so that nothing hidden stays in the words or the index of an entry."""
    sent, wanted = form.cleaned_data, form.sight()
    before = change_sight(document, wanted, by=person(request), why=sent["why"], seen=sent["seen"])
    if before.visibility != wanted.visibility:
        tell_again(document)
    if wanted.named:
        _tell(request, document, wanted.named - (before.named or frozenset()))


def _tell(request, document, readers):
    url, text = document.get_absolute_url(), document.title
    tell(Notice.Kind.SHOWN, thing_of(document), by=person(request), text=text, url=url, to=readers, document=document)


def _told(document):
    told = "restricted" if document.visibility == Document.Visibility.RESTRICTED else "open"
    return f"{told} and locked" if document.locked else told
