from datetime import timedelta

from django.shortcuts import render
from django.utils import timezone

from incidents.actions import ActionItem
from incidents.models import Document
from incidents.reviews import Reviewer
from kb.access import visible_documents
from kb.curation.queue import documents_waiting
from kb.dashboard.asking import met_in
from kb.dashboard.scope import Scope
from kb.forms import PasteForm
from kb.models import Signature
from kb.views.unchanged import unless_changed
from kb.visibility import hidden_from

SHOWN = 8
LATELY, THIS_WEEK = timedelta(days=30), timedelta(days=7)


@unless_changed
def home(request):
    today = timezone.localdate()
    known, documents = Signature.objects.shown().visible_to(request.user), visible_documents(request)
    n_signatures, n_documents = known.count(), documents.count()
    ctx = {
        "form": PasteForm(),
        "asked": Reviewer.objects.asked(request.user) if request.user.is_authenticated else (),
        "n_signatures": n_signatures,
        "n_documents": n_documents,
        "n_proven": known.proven().count(),
        "n_waiting": documents_waiting(request.user).count(),
        "met_lately": _met_since(today - LATELY, today, request.user)[:SHOWN],
        "most_met": known.most_met().filter(n_documents__gt=0)[:SHOWN],
        "new": known.filter(created__date__gt=today - THIS_WEEK).with_documents().order_by("-created", "-pk")[:SHOWN],
        "lately": documents.newest_first().defer("fields", "faults")[:SHOWN],
        "my_actions": _actions_of(request, today),
        "overdue": _overdue_of_others(request, today),
        "on_this_day": _on_this_day(documents, today)[:SHOWN],
    }
    return render(request, "home.html", ctx)


def _actions_of(request, today):
    """What the visitor is still to do, as documents say that they may see."""
    if not request.user.is_authenticated:
        return []
    mine = ActionItem.objects.open().filter(user=request.user).of(visible_documents(request)).agreed()
    return mine.with_standing(today).most_urgent_first().select_related("document")[:SHOWN]


def _overdue_of_others(request, today):
    """What is overdue and not the visitor's own, which stand beside it."""
    overdue = ActionItem.objects.overdue(today).of(visible_documents(request)).agreed()
    others = overdue.exclude(user=request.user) if request.user.is_authenticated else overdue
    return others.with_standing(today).most_urgent_first().select_related("document")[:SHOWN]


def _met_since(first, today, user):
    return met_in(Scope(today, Document.objects.filter(date__gte=first), first, hidden=hidden_from(user)))


def _on_this_day(documents, today):
    """The documents of this day in other years, the latest year first."""
    then = documents.filter(date__month=today.month, date__day=today.day).exclude(date__year=today.year)
    return then.newest_first().defer("fields", "faults")
