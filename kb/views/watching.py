"""What somebody watches: the button on the pages, and the list of it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from kb.access import for_members, may_watch, visible_documents, visible_entries
from kb.news import MODELS
from kb.watching import TAG, Watch, thing_of, watch

HIDDEN = "not there any more, or not for you"


@for_members
def watching(request):
    if request.method == "POST":
        return _turn(request, request.POST.get("thing", "")[:120])
    watches = list(request.user.watches.order_by("-since"))
    shown = _shown(request, watches)
    rows = [
        {"thing": one.thing, "since": one.since, "kind": one.thing.partition("-")[0]}
        | shown.get(one.thing, {"title": HIDDEN, "url": ""})
        for one in watches
    ]
    return render(request, "watching/list.html", {"rows": rows})


def _turn(request, thing):
    """Watches a thing, or stops; to stop, it need not be there any more."""
    if "stop" in request.POST:
        Watch.objects.filter(user=request.user, thing=thing).delete()
        messages.success(request, "You do not watch it any more.")
    elif may_watch(request, thing):
        watch(request.user, thing)
        messages.success(request, "You watch it: what happens to it comes to your news.")
    else:
        raise Http404("There is no such thing to watch.")
    back = request.POST.get("next", "")
    return redirect(back if url_has_allowed_host_and_scheme(back, None) else "watching")


def _shown(request, watches):
    """{thing: its title and address} of what is there and may be seen; a query for each kind."""
    pks, rows = {}, {}
    for kind, _, name in (one.thing.partition("-") for one in watches):
        if f"{kind}-" == TAG:
            rows[f"{TAG}{name}"] = {"title": f"#{name}", "url": f"{reverse('documents')}?{urlencode({'tag': name})}"}
        else:
            pks.setdefault(kind, []).append(int(name))
    for kind, numbers in pks.items():
        seen = visible_documents(request) if kind == "document" else visible_entries(request.user, MODELS[kind])
        found = seen.filter(pk__in=numbers)
        rows |= {thing_of(one): {"title": str(one), "url": one.get_absolute_url()} for one in found}
    return rows
