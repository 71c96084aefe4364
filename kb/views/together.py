"""Where the changes of several people meet: the page of a conflict, and the one that shows what was merged."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from incidents.drafting import drop_draft, keep_draft
from incidents.editable import editable
from incidents.exporting import ReadOnly
from incidents.merging import merge
from incidents.reading.encodings import NotText
from incidents.revising import Outdated
from incidents.writing import Attempt, Result, begin, brought_together, stem_of
from kb.access import editable_document, for_writers, person
from kb.saving import save_and_learn
from kb.shown_parts import shown_parts
from kb.views.kept import keeps_words
from kb.writing_forms import ConflictForm, takes

NAMES = ("yours", "theirs")
UNDECIDED = "Choose at every place what is taken, or edit the result by hand."
ANOTHER_DRAFT = "Another window of yours keeps a draft of this document: save this text as a copy instead."


@require_POST
@keeps_words
@for_writers
def document_together(request, pk):
    """What somebody decided on the page of a conflict."""
    document = editable_document(request, pk)
    form = ConflictForm(request.POST)
    if form.is_valid():
        return ACTS[form.cleaned_data["act"]](request, document, form.cleaned_data)
    if form.has_error("base") or form.has_error("seen") or form.has_error("mine"):
        raise Http404
    sent = form.cleaned_data | {"text": form.data.get("text", "")}
    return conflict_page(request, document, sent, faults=[fault for all_of in form.errors.values() for fault in all_of])


def document_merged(request, pk, base, theirs):
    """What others saved between two revisions, in the text that it was merged into."""
    document = editable_document(request, pk)
    revisions = {one.number: one for one in document.revisions.filter(number__in=(base, theirs, theirs + 1))}
    if len(revisions) < 3:
        raise Http404
    texts = [editable(bytes(revisions[number].content)) for number in (base, theirs + 1, theirs)]
    ctx = {
        "document": document,
        "parts": shown_parts(merge(*texts)),
        "others": _others(document, base, theirs),
        "revision": revisions[theirs + 1],
    }
    return render(request, "writing/merged.html", ctx)


def landed(request, document, sent, saved):
    """Where a save leads that was no conflict."""
    drop_draft(document, request.user, known=sent["known"], text=sent["mine"])
    if saved.result == Result.MERGED:
        return redirect("document_merged", document.pk, sent["base"], saved.newest)
    if request.POST.get("then") != "stay":
        return redirect(document)
    told = "Nothing was changed, so there is no new revision." if saved.result == Result.UNCHANGED else "Saved."
    messages.success(request, told)
    return redirect("document_edit", document.pk)


def conflict_page(request, document, sent, *, faults=()):
    """`sent` is what a ConflictForm holds; without `seen` and `text` it is a save that met a newer revision."""
    seen = document.revisions.get(number=sent["seen"]) if "seen" in sent else document.latest
    merged = _met(document, sent, seen)
    chosen = takes(request.POST, len(merged.conflicts))
    ctx = {
        "document": document,
        "sent": sent | {"seen": seen.number},
        "text": sent["text"] if "seen" in sent else merged.decided(chosen, *NAMES),
        "places": list(_places(merged, chosen)),
        "n_conflicts": len(merged.conflicts),
        "others": _others(document, sent["base"], seen.number),
        "faults": faults,
    }
    return render(request, "writing/conflict.html", ctx, status=409)


def _met(document, sent, seen):
    return brought_together(document.revisions.filter(number=sent["base"]).first(), sent["mine"], seen)


def _places(merged, chosen):
    """The parts as they are shown, each conflict with its number from 0 and what is chosen there."""
    place = iter(enumerate(chosen))
    for shown in shown_parts(merged):
        yield (shown, *(next(place) if shown.change == "conflict" else (None, "")))


def _others(document, base, newest):
    """The names of those who saved revisions after `base`, up to `newest`."""
    revisions = document.revisions.filter(number__gt=base, number__lte=newest).order_by("number")
    return list(dict.fromkeys(name or "an import" for name in revisions.values_list("name", flat=True)))


def _choose(request, document, sent):
    merged, chosen = _with_choices(request, document, sent)
    text = merged.decided(chosen, *NAMES)
    if "" in chosen:
        return conflict_page(request, document, sent | {"text": text}, faults=[UNDECIDED])
    return _save(request, document, sent | {"text": text})


def _fill(request, document, sent):
    """The result with what is chosen so far, to be edited by hand."""
    merged, chosen = _with_choices(request, document, sent)
    return conflict_page(request, document, sent | {"text": merged.decided(chosen, *NAMES)})


def _with_choices(request, document, sent):
    merged = _met(document, sent, document.revisions.get(number=sent["seen"]))
    return merged, takes(request.POST, len(merged.conflicts))


def _save(request, document, sent):
    """The result is a text that starts from the revision that was seen: what came since is merged like any other."""
    attempt = Attempt(sent["text"], sent["seen"], sent["why"])
    try:
        saved = save_and_learn(document, attempt, by=person(request))
    except (ReadOnly, NotText, Outdated) as error:
        return conflict_page(request, document, sent, faults=[str(error)])
    again = {"mine": sent["text"], "base": sent["seen"], "known": sent["known"], "why": sent["why"]}
    if saved.result == Result.CONFLICT:
        return conflict_page(request, document, again)
    return landed(request, document, again | {"mine": sent["mine"]}, saved)


def _copy(request, document, sent):
    title = f"{document.title} ({person(request)})"
    stem = stem_of(title, timezone.now().date(), "copies")
    copy = begin(sent["mine"], stem, by=person(request), visibility=document.visibility)
    drop_draft(document, request.user, known=sent["known"], text=sent["mine"])
    messages.success(request, f"This is your copy, a document of its own. “{document.title}” is as the others left it.")
    return redirect("document_edit", copy.pk)


def _keep(request, document, sent):
    fields = {name: sent[name] for name in ("base", "known")}
    _, is_kept = keep_draft(document, request.user, text=sent["mine"], **fields)
    if not is_kept:
        return conflict_page(request, document, sent, faults=[ANOTHER_DRAFT])
    return redirect(f"{reverse('document_edit', args=[document.pk])}?draft")


ACTS = {"choose": _choose, "fill": _fill, "text": _save, "copy": _copy, "draft": _keep}
