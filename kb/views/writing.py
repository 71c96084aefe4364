from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from incidents.drafting import version_of
from incidents.editable import editable
from incidents.exporting import ReadOnly
from incidents.outlines import OUTLINES, begun
from incidents.reading.encodings import NotText
from incidents.revising import Outdated
from incidents.writing import Attempt, Result, begin, stem_of, with_failure
from kb.access import editable_document, for_writers, person
from kb.saving import save_and_learn
from kb.tool_forms import with_fields
from kb.views.beside import beside
from kb.views.drafts import told_others
from kb.views.kept import keeps_words
from kb.views.together import conflict_page, landed
from kb.watching import thing_of, watch
from kb.writing_forms import BeginForm, SaveForm


@keeps_words
@for_writers
def write(request):
    """Begins a document: the form, filled in from a failure where only that was sent, or as it was sent."""
    is_sent = request.method == "POST" and "title" in request.POST
    initial = {"failure": request.POST.get("failure", ""), "outline": request.GET.get("outline", "sre")}
    form = BeginForm(request.POST) if is_sent else BeginForm(initial=initial)
    if is_sent and form.is_valid():
        return redirect("document_edit", _begun(request, form.cleaned_data).pk)
    ctx = {"form": form, "outlines": OUTLINES}
    return render(request, "writing/begin.html", ctx)


@for_writers
def document_edit(request, pk):
    """The document in the editor; with `?draft` as the person left it there."""
    document = editable_document(request, pk)
    newest = document.latest
    text = editable(bytes(newest.content))
    draft = document.drafts.filter(user=request.user).first()
    if draft and draft.text == text:
        draft = None
    if draft and "draft" in request.GET:
        form = SaveForm(initial={"text": draft.text, "base": draft.base, "known": version_of(draft)})
    else:
        form = SaveForm(initial={"text": text, "base": newest.number})
    return _editor(request, document, form, draft)


@require_POST
@keeps_words
@for_writers
def document_save(request, pk):
    document = editable_document(request, pk)
    with_changes, refused = with_fields(request.POST)
    form = SaveForm(with_changes)
    if refused:
        return _editor(request, document, form, None, refused=refused)
    saved = _saved(request, document, form) if form.is_valid() else None
    if not saved:
        return _editor(request, document, form, None)
    sent = {"mine": form.cleaned_data.pop("text"), **form.cleaned_data}
    if saved.result == Result.CONFLICT:
        return conflict_page(request, document, sent)
    return landed(request, document, sent, saved)


def editor_with(request, document, *, text=None, **found):
    """The editor as it was sent, with another text or with what a tool found: for whoever writes without scripts."""
    sent = request.POST.dict() if text is None else request.POST.dict() | {"text": text}
    return _editor(request, document, SaveForm(sent), None, **found)


def _editor(request, document, form, draft, **found):
    own = document.revisions.filter(user=request.user).order_by("number").values_list("number", flat=True).last()
    ctx = {
        "document": document,
        "form": form,
        "draft": draft,
        "is_draft": draft and form["known"].value() == version_of(draft),
        "draft_version": version_of(draft) if draft else "",
        "newest": document.revisions.order_by("number").values("number", "name").last(),
        "own": own or 0,
        "others": told_others(document, request.user),
    }
    return render(request, "writing/edit.html", ctx | beside(form["text"].value(), **found))


def _begun(request, asked):
    outline, today = OUTLINES[asked["outline"]], timezone.now().date()
    text = begun(outline, title=asked["title"], day=str(today), authors=[request.user.get_username()])
    if asked["failure"]:
        text = with_failure(text, asked["failure"])
    stem = stem_of(asked["title"], today, outline.folder)
    document = begin(text, stem, by=person(request), visibility=asked["visibility"])
    watch(request.user, thing_of(document))
    return document


def _saved(request, document, form):
    """What the save came to; None with the reason in the form where the text cannot be saved at all."""
    sent = form.cleaned_data
    try:
        return save_and_learn(document, Attempt(sent["text"], sent["base"], sent["why"]), by=person(request))
    except (ReadOnly, NotText, Outdated) as error:
        form.add_error("text", str(error))
        return None
