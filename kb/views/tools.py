"""What helps while somebody writes. Each answers a script with a piece, and a plain form with the editor as a whole."""

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.http import JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from incidents.form_fields import shown_fields
from incidents.pictures import add_picture
from incidents.reencoding import NoPicture
from kb.access import editable_document, for_writers
from kb.completing import names_like
from kb.rendered import previewed
from kb.tool_forms import FieldsForm, NamesForm, PictureForm, TextForm
from kb.views.kept import keeps_words
from kb.views.writing import editor_with

MOST_NAMES = 8
# Rendering is linear, and this much takes a second; a longer text is seen once it is saved.
LONGEST_PREVIEW = 500_000
TOO_LONG = f"The preview shows texts of up to {LONGEST_PREVIEW:,} characters. Save to see this one."


@require_POST
@keeps_words
@for_writers
def preview(request, pk):
    document = editable_document(request, pk)
    form = TextForm(request.POST)
    text = form.cleaned_data["text"] if form.is_valid() else ""
    too_long = not form.is_valid() or len(text) > LONGEST_PREVIEW
    ctx = {"body": "" if too_long else previewed(document, text, request.user), "told": TOO_LONG if too_long else ""}
    if request.htmx:
        return render(request, "writing/_preview.html", {"preview": ctx})
    return editor_with(request, document, preview=ctx)


@require_POST
@keeps_words
@for_writers
def fields(request, pk):
    """The text with the fields that were changed in the form, on their own lines."""
    document = editable_document(request, pk)
    form = FieldsForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"error": "This is more than a field can hold."}, status=400)
    text, refused = form.changed_text()
    if not request.htmx:
        return editor_with(request, document, text=text, refused=refused)
    shown = [
        {"slug": one.field.slug, "value": one.value, "refusal": refused.get(one.field.slug) or one.refusal}
        for one in shown_fields(text)
    ]
    return JsonResponse({"text": text, "fields": shown})


@require_POST
@keeps_words
@for_writers
def picture(request, pk):
    """Keeps a picture beside the document, and gives the Markdown that shows it."""
    document = editable_document(request, pk)
    form = PictureForm(request.POST, request.FILES)
    if not form.is_valid():
        return JsonResponse({"error": form.told()}, status=400)
    sent = form.cleaned_data["picture"]
    try:
        address = add_picture(document, sent.name, sent.read())
    except NoPicture as error:
        return JsonResponse({"error": str(error)}, status=400)
    return JsonResponse({"markdown": f"![{form.description()}]({address})"})


@require_GET
@for_writers
def names(request):
    """Documents and entries for `[[`, each with what is written into the text for it."""
    form = NamesForm(request.GET)
    found = names_like(form.cleaned_data["q"], request.user, MOST_NAMES) if form.is_valid() else []
    return render(request, "writing/_names.html", {"names": found})


@require_GET
@for_writers
def people(request):
    """Accounts for `@`, by the beginning of any of their names."""
    form = NamesForm(request.GET)
    begins = form.cleaned_data["q"] if form.is_valid() else ""
    named = Q(username__istartswith=begins) | Q(first_name__istartswith=begins) | Q(last_name__istartswith=begins)
    found = get_user_model().objects.filter(named, is_active=True).order_by("username")[:MOST_NAMES]
    return render(request, "writing/_people.html", {"people": found})
