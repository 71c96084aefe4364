"""What is known of an error, put into the text that somebody writes: the signature, then which of its entries."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from kb.access import editable_document, for_writers, visible_entries
from kb.answers import answer_paste
from kb.known import offers_of, references, statements
from kb.models import Signature
from kb.tool_forms import InsertForm, KnownForm, TextForm
from kb.views.kept import keeps_words
from kb.views.writing import editor_with
from kb.visibility import hidden_from


@require_POST
@keeps_words
@for_writers
def known(request, pk):
    """What is known of a pasted error: first the signatures that it may be, then what one of them offers."""
    document = editable_document(request, pk)
    form = KnownForm(request.POST)
    asked = form.cleaned_data if form.is_valid() else {}
    ctx = {"form": form}
    if asked.get("signature"):
        signature = _signature(request, asked["signature"])
        offers = offers_of(signature)
        ctx |= {"signature": signature, "offers": offers, "insert_form": InsertForm(offers=offers)}
    elif asked.get("error"):
        ctx["met"] = _met(request, asked["error"])
    if request.htmx:
        return render(request, "writing/_known.html", {"known": ctx, "document": document})
    return editor_with(request, document, known=ctx)


@require_POST
@keeps_words
@for_writers
def insert(request, pk):
    """The Markdown of the chosen entries, for where the writer is; without a script it comes at the end."""
    document = editable_document(request, pk)
    asked = KnownForm(request.POST)
    signature = _signature(request, asked.cleaned_data["signature"] if asked.is_valid() else None)
    form = InsertForm(request.POST, offers=offers_of(signature))
    if not form.is_valid():
        return HttpResponse("Choose what to insert.", status=400, content_type="text/plain; charset=utf-8")
    stated = form.cleaned_data["how"] == "statements"
    markdown = statements(form.chosen()) if stated else references(signature, form.chosen())
    if request.htmx:
        return HttpResponse(markdown, content_type="text/plain; charset=utf-8")
    text = TextForm(request.POST)
    before = text.cleaned_data["text"] if text.is_valid() else ""
    return editor_with(request, document, text=f"{before.rstrip()}\n\n{markdown}")


def _met(request, error):
    """The failures of an error as it was seen, each with the signatures that it may be."""
    answers = answer_paste(error, hidden_from(request.user)).answers
    pks = {match.signature for answer in answers for match in answer.matches}
    rows = visible_entries(request.user, Signature).in_bulk(pks)
    return [
        (answer, [(match, rows[match.signature]) for match in answer.matches if match.signature in rows])
        for answer in answers
    ]


def _signature(request, pk):
    return get_object_or_404(visible_entries(request.user, Signature).with_story(), pk=pk)
