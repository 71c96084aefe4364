from django.db.models import F

from kb.filters import SignatureFilter
from kb.models import Signature, SignatureQuerySet
from kb.views import listed
from kb.views.listing import Listing, Sort, show
from kb.views.unchanged import unless_changed

SIGNATURES = Listing(
    words=("signature", "signatures"),
    template="signature_list.html",
    model=Signature,
    filters=SignatureFilter,
    entries=lambda user: Signature.objects.shown().visible_to(user).with_proven().with_failed(),
    sorts={
        "met": Sort("most met", ("-n_documents", "title", "pk"), SignatureQuerySet.with_documents),
        "last": Sort("last met", (F("last_met").desc(nulls_last=True), "title", "pk"), SignatureQuerySet.with_last_met),
        "new": Sort("newest", ("-created", "-pk")),
        "type": Sort("type", ("exception_type", "title", "pk")),
        "open": Sort("no fix yet", ("proven", "-n_documents", "title", "pk"), SignatureQuerySet.with_documents),
    },
    rows=listed.signatures,
)


@unless_changed
def signatures(request):
    return show(request, SIGNATURES)
