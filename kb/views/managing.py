"""The page from which a site is looked after."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from incidents.models import Document, Event
from kb.access import for_owners
from kb.health import check_up
from kb.models import Act
from kb.search.indexing import catch_up

LATEST = 10


@never_cache
@for_owners
def manage(request):
    ctx = {
        "checks": check_up(),
        "acts": Act.objects.by_people().order_by("-pk")[:LATEST],
        "events": Event.objects.select_related("document").order_by("-pk")[:LATEST],
        "n_deleted": Document.everything.deleted().count(),
    }
    return render(request, "manage.html", ctx)


@require_POST
@for_owners
def catch_up_index(request):
    messages.success(request, f"Nothing is behind in the search index now; {catch_up()} was.")
    return redirect("manage")
