from django.shortcuts import render

from incidents.models import Document
from kb.forms import PasteForm
from kb.models import Signature

SHOWN = 8


def home(request):
    known = Signature.objects.shown()
    n_signatures, n_documents = known.count(), Document.objects.count()
    ctx = {
        "form": PasteForm(),
        "n_signatures": n_signatures,
        "n_documents": n_documents,
        "n_proven": known.proven().count(),
        "most_met": known.most_met().filter(n_documents__gt=0)[:SHOWN],
        "new": known.with_documents().order_by("-created", "-pk")[:SHOWN],
        "lately": Document.objects.newest_first().defer("fields", "faults")[:SHOWN],
    }
    return render(request, "home.html", ctx)
