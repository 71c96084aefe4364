from django.db.models import F
from django.shortcuts import get_object_or_404, render

from kb.filters import SignatureFilter
from kb.models import Signature
from kb.views.listing import listing
from kb.views.stories import tell

SORTS = {
    "met": ("most met", ("-n_documents", "title", "pk")),
    "last": ("last met", (F("last_met").desc(nulls_last=True), "title", "pk")),
    "new": ("newest", ("-created", "-pk")),
    "type": ("type", ("exception_type", "title", "pk")),
}


def signatures(request):
    filters = SignatureFilter(request.GET, Signature.objects.shown().with_proven())
    ctx = listing(request, filters, filters.qs.with_documents().with_last_met(), SORTS)
    tallies = Signature.objects.with_outcomes().in_bulk([signature.pk for signature in ctx["page"]])
    ctx["rows"] = [(signature, tallies[signature.pk]) for signature in ctx["page"]]
    return render(request, "signature_list.html", ctx)


def signature(request, slug):
    found = get_object_or_404(Signature.objects.with_story(), slug=slug)
    return render(request, "signature.html", {"signature": found, "story": tell([found])[found.pk]})
