from datetime import timedelta

from django.shortcuts import render
from django.utils import timezone

from incidents.models import Document
from kb.curation.queue import documents_waiting
from kb.dashboard.asking import met_in
from kb.dashboard.scope import Scope
from kb.forms import PasteForm
from kb.models import Signature

SHOWN = 8
LATELY, THIS_WEEK = timedelta(days=30), timedelta(days=7)


def home(request):
    today = timezone.localdate()
    known = Signature.objects.shown()
    n_signatures, n_documents = known.count(), Document.objects.count()
    ctx = {
        "form": PasteForm(),
        "n_signatures": n_signatures,
        "n_documents": n_documents,
        "n_proven": known.proven().count(),
        "n_waiting": documents_waiting().count(),
        "met_lately": _met_since(today - LATELY, today)[:SHOWN],
        "most_met": known.most_met().filter(n_documents__gt=0)[:SHOWN],
        "new": known.filter(created__gt=timezone.now() - THIS_WEEK)
        .with_documents()
        .order_by("-created", "-pk")[:SHOWN],
        "lately": Document.objects.newest_first().defer("fields", "faults")[:SHOWN],
        "on_this_day": _on_this_day(today)[:SHOWN],
    }
    return render(request, "home.html", ctx)


def _met_since(first, today):
    return met_in(Scope(today, Document.objects.filter(date__gte=first), first))


def _on_this_day(today):
    """The documents of this day in other years, the latest year first."""
    then = Document.objects.filter(date__month=today.month, date__day=today.day).exclude(date__year=today.year)
    return then.newest_first().defer("fields", "faults")
