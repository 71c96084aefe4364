"""What is to be done, by whom and until when; where somebody says that it is done, and which rule came of it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import F
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from incidents.actions import ActionItem, Standing, finish, reopen
from incidents.models import Document
from kb.access import for_curators, may_finish, person, visible_documents
from kb.acting import born_of
from kb.action_forms import DoneForm, ReopenForm, RuleForm
from kb.curation.filing_actions import file_action, file_under
from kb.filters import ActionFilter
from kb.views.listing import Listing, Sort, show
from kb.views.unchanged import unless_changed

KINDS = dict(Document.Kind.choices)
BY_DUE = F("due").asc(nulls_last=True)
SAID = ("pk", "text", "owner", "due", "first_line", "document", "document__title", "document__kind")
DONE = ("standing", "ticked", "done_at", "done_by", "note", "created")

# step → (form, what is done, what is said of it, what if somebody was quicker)
STEPS = {
    "done": (DoneForm, finish, "is done.", "was done already."),
    "reopen": (ReopenForm, reopen, "is open again.", "is open already."),
}


def _actions(user):
    agreed = ActionItem.objects.of(Document.objects.visible_to(user)).agreed()
    return agreed.with_standing(timezone.localdate())


def _rows(ids, user):
    rows = {row["pk"]: row for row in _actions(user).filter(pk__in=ids).values(*SAID, *DONE)}
    born = born_of(rows, user)
    return [_row(rows[pk], born.get(pk, [])) for pk in ids if pk in rows]


def _row(row, born):
    return {
        "url": reverse("action", args=[row["pk"]]),
        "title": row["text"],
        "owner": row["owner"],
        "due": row["due"],
        "standing": row["standing"],
        "document": row["document__title"],
        "kind": KINDS[row["document__kind"]],
        "place": f"{reverse('document', args=[row['document']])}#L{row['first_line']}",
        "ticked": row["ticked"],
        "done_on": row["done_at"] and row["done_at"].date(),
        "done_by": row["done_by"],
        "note": row["note"],
        "learnt": "; ".join(str(entry) for entry in born),
        "updated": row["done_at"] or row["created"],
    }


ACTIONS = Listing(
    words=("action", "actions"),
    template="actions/list.html",
    model=ActionItem,
    filters=ActionFilter,
    entries=_actions,
    sorts={
        "due": Sort("due", ("rank", BY_DUE, "pk")),
        "new": Sort("latest", ("-created", "-pk")),
        "done": Sort("done last", (F("done_at").desc(nulls_last=True), "pk")),
    },
    rows=_rows,
)


@unless_changed
def actions(request):
    return show(request, ACTIONS)


def action(request, pk):
    return _page(request, _action(request, pk))


@require_POST
def action_step(request, pk, step):
    """Says that an action is done, or that it is not after all."""
    if step not in STEPS:
        raise Http404("There is no such step.")
    found = _action(request, pk)
    if not may_finish(request, found):
        raise PermissionDenied("Its owner says that it is done, or whoever may write here.")
    form_class, say, said, too_late = STEPS[step]
    form = form_class(request.POST)
    if step == _next_step(found) and not form.is_valid():
        return _page(request, found, form)
    if form.is_valid() and say(found, by=person(request), note=form.cleaned_data["note"]):
        messages.success(request, f"“{found.text[:120]}” {said}")
    else:
        messages.warning(request, f"“{found.text[:120]}” {too_late}")
    return redirect(found)


@for_curators
def action_rule(request, pk):
    """Files an action as a rule, a new one or one that is on record."""
    found = _action(request, pk)
    form = RuleForm(request.POST or None, user=request.user, initial={"text": found.text})
    if form.is_valid() and (rule := _filed(request, found, form)):
        messages.success(request, "The action is filed as this rule: each page leads to the other.")
        return redirect(rule)
    return render(request, "actions/rule.html", {"action": found, "form": form})


def _filed(request, found, form):
    """The rule; None with the reason in the form if it is refused."""
    sent = form.cleaned_data
    file, what = (file_under, sent["other"]) if sent["other"] else (file_action, sent["text"])
    try:
        return file(found, what, by=person(request), why=sent["why"])
    except ValidationError as error:
        form.add_error(None, error)
    return None


def _action(request, pk):
    found = ActionItem.objects.of(visible_documents(request)).with_standing(timezone.localdate())
    return get_object_or_404(found.select_related("document", "user"), pk=pk)


def _page(request, found, form=None):
    step = _next_step(found)
    ctx = {
        "action": found,
        "born": born_of([found.pk], request.user).get(found.pk, []),
        "may_finish": may_finish(request, found),
        "form": form or STEPS[step][0](),
        "step": step,
    }
    return render(request, "actions/action.html", ctx)


def _next_step(found):
    return "reopen" if found.standing == Standing.DONE else "done"
