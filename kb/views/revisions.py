"""The history of a document: its revisions, any two of them compared, one as it was, and what is done to them."""

from collections import namedtuple
from functools import partial

from django.contrib import messages
from django.core.cache import caches
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST

from incidents.comparing import Comparison
from incidents.comparing_rendered import marked_html
from incidents.finding_changes import FindingChanges, finding_changes
from incidents.history import counted, moments, told
from incidents.mentions import mentioned
from incidents.models import Event
from incidents.reading.front_matter import read_front_matter
from incidents.revising import Outdated
from incidents.revisions import Refused, bring_back, mark, redact
from kb.access import editable_document, for_redactors, may_edit, may_redact, person, visible_documents
from kb.rendered import places_of, rendered
from kb.revision_forms import RENDERED, VIEWS, CompareForm, MarkForm, RedactForm, RestoreForm
from kb.saving import change_and_learn
from kb.search.forgetting import empty_the_log, forget_words, overwrite_what_goes
from kb.views.unchanged import unless_changed

PER_PAGE = 20
# Characters of a text that is rendered to be compared; of a longer one the lines are.
RENDERED_MOST = 300_000
# So many of the findings that an edit added or removed are named in the list.
NAMED_MOST = 3

Option = namedtuple("Option", "number created name origin mark redacted_at")


def revisions(request, pk):
    """Every revision, and between them what else happened to the document, the latest first."""
    found = get_object_or_404(visible_documents(request), pk=pk)
    page = Paginator(moments(found), PER_PAGE).get_page(request.GET.get("page"))
    newest = found.revisions.defer("content", "text").last()
    ctx = {
        "document": found,
        "page": page,
        "rows": [_row(row) for row in told(found, page.object_list)],
        "newest": newest,
        "source": _source_number(found),
        "may_edit": may_edit(request, found),
        "may_redact": may_redact(request),
    }
    return render(request, "revisions/list.html", ctx)


@unless_changed
def compare(request, pk):
    """Any two revisions; what was imported last may be named `source`."""
    found = get_object_or_404(visible_documents(request), pk=pk)
    options = [Option(*row) for row in found.revisions.values_list(*Option._fields)]
    form = CompareForm(request.GET, [option.number for option in options], _source_number(found))
    if not form.is_valid():
        raise Http404("There is no such revision.")
    chosen = form.cleaned_data
    sides = _sides(found, chosen)
    ctx = {
        "document": found,
        "options": options,
        "chosen": chosen,
        "views": [(name, label, chosen["as"] == name) for name, label in VIEWS.items()],
        "old": sides["from"],
        "new": sides["to"],
        **(_compared(found, sides, chosen, request.user) if not _redacted(sides) else {"redacted": _redacted(sides)}),
    }
    return render(request, "revisions/compare.html", ctx)


def revision(request, pk, number):
    """The document as it was then: its text, or with `?as=source` its lines."""
    found = get_object_or_404(visible_documents(request), pk=pk)
    then = get_object_or_404(found.revisions.defer("content"), number=number)
    newest = found.revisions.defer("content", "text").last()
    front = read_front_matter(then.text)
    is_source = request.GET.get("as") == "source"
    ctx = {
        "document": found,
        "revision": then,
        "newest": newest,
        "is_source": is_source,
        "lines": list(enumerate(then.text.split("\n"), start=1)) if is_source else [],
        "front_matter": front.raw,
        "body": "" if is_source or then.redacted_at else _body(found, front, request.user),
        "may_edit": may_edit(request, found),
    }
    return render(request, "revisions/revision.html", ctx)


@require_POST
def revision_restore(request, pk, number):
    """Makes an older text the newest revision; what the person has not seen is not overwritten."""
    found, then = _to_be_changed(request, pk, number)
    form = RestoreForm(request.POST)
    if not form.is_valid():
        raise PermissionDenied("The form that restores says which revision was the newest.")
    try:
        _restore(then, person(request), form.cleaned_data["seen"])
        messages.success(request, f"Revision {number} is restored, as a new revision.")
    except (Outdated, Refused) as error:
        messages.error(request, str(error))
    return redirect("revisions", pk=found.pk)


@require_POST
def revision_mark(request, pk, number):
    found, then = _to_be_changed(request, pk, number)
    form = MarkForm(request.POST)
    if form.is_valid():
        mark(then, form.cleaned_data["mark"], by=person(request))
        named = form.cleaned_data["mark"]
        messages.success(request, f"Revision {number} is {f'named “{named}”' if named else 'without a name'} now.")
    else:
        messages.error(request, "A name has 100 characters at most.")
    return redirect("revisions", pk=found.pk)


@for_redactors
def revision_redact(request, pk, number):
    found = get_object_or_404(visible_documents(request), pk=pk)
    then = get_object_or_404(found.revisions, number=number)
    form = RedactForm(request.POST or None)
    if not form.is_valid():
        alike = found.revisions.filter(sha256=then.sha256).exclude(pk=then.pk).values_list("number", flat=True)
        ctx = {"document": found, "revision": then, "form": form, "alike": alike}
        return render(request, "revisions/redact.html", ctx)
    try:
        _redact(then, person(request), form.cleaned_data["why"])
        messages.success(request, f"The text of revision {number} is gone.")
    except Refused as error:
        messages.error(request, str(error))
    return redirect("revisions", pk=found.pk)


def _to_be_changed(request, pk, number):
    found = editable_document(request, pk)
    return found, get_object_or_404(found.revisions, number=number)


def _restore(then, by, seen):
    change_and_learn(then.document, partial(bring_back, then, by=by, base=seen), by=by)


def _redact(then, by, why):
    text = then.text
    overwrite_what_goes()
    with transaction.atomic():
        redact(then, by=by, why=why)
        forget_words(text)
        transaction.on_commit(empty_the_log, robust=True)
    caches["pages"].clear()


def _row(row):
    """An event as it is, a revision with the findings that its edit added and removed."""
    if isinstance(row, Event):
        return {"event": row}
    changed = row.findings or FindingChanges()
    sides = (("added", changed.added), ("removed", changed.removed))
    return {
        "step": row,
        "revision": row.revision,
        "findings": [
            {"said": said, "counts": counted(some), "named": some[:NAMED_MOST], "n_more": len(some) - NAMED_MOST}
            for said, some in sides
            if some
        ],
    }


def _source_number(document):
    return document.revisions.imported().order_by("-number").values_list("number", flat=True).first()


def _sides(document, chosen):
    named = [chosen["from"], chosen["to"]]
    rows = {row.number: row for row in document.revisions.defer("content").filter(number__in=named)}
    return {side: rows[chosen[side]] for side in ("from", "to")}


def _redacted(sides):
    return [side for side in sides.values() if side.redacted_at]


def _compared(document, sides, chosen, user):
    old, new = sides["from"], sides["to"]
    compared = Comparison(old.text, new.text)
    page = Paginator(compared.pages, 1).get_page(chosen["page"])
    is_rendered = chosen["as"] == RENDERED and max(len(old.text), len(new.text)) <= RENDERED_MOST
    return {
        "compared": compared,
        "page": page,
        "n_changes": len(compared.changes),
        "is_rendered": is_rendered,
        "is_too_long": chosen["as"] == RENDERED and not is_rendered,
        "rendered": _rendered(document, old, new, user) if is_rendered else "",
        "front_matter_changed": read_front_matter(old.text).raw != read_front_matter(new.text).raw,
        "blocks": [] if is_rendered else list(compared.blocks(page.number)),
        "places": compared.places if page.paginator.num_pages > 1 else [],
        "here": compared.places[page.number - 1] if compared.changes else None,
        "only_bytes": not compared.changes and old.sha256 != new.sha256,
        "findings": finding_changes(document.path, old.text, new.text),
    }


def _rendered(document, old, new, user):
    bodies = [str(_body(document, read_front_matter(side.text), user)) for side in (old, new)]
    return mark_safe(marked_html(*bodies))


def _body(document, front, user):
    mentions = list(document.mentions.all())
    return rendered(front, places_of(mentioned(document, mentions, user), mentions, user), [])
