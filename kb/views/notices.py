"""What is new for somebody: seen here, as a feed of their own, and how the letters about it are stopped."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from kb.access import for_members
from kb.digests import account_of, stop
from kb.feeds import end_feeds, feed_token, renew_feeds
from kb.news import still_told
from kb.views.feeds import as_atom
from kb.watching import Notice

PER_PAGE = 50


@for_members
def notices(request):
    """What was not seen yet first. Of what somebody may not see any more nothing is told."""
    page = Paginator(request.user.notices.unseen_first(), PER_PAGE).get_page(request.GET.get("page"))
    told = still_told(page, request.user)
    if request.GET.get("as") == "atom":
        return as_atom(request, "news", map(_entry, told))
    latest = max((one.pk for one in page), default=0)
    address = f"{request.build_absolute_uri(request.path)}?as=atom&feed={feed_token(request.user)}"
    ctx = {"page": page, "told": told, "latest": latest, "feed_address": address}
    return render(request, "notices/list.html", ctx)


@for_members
def notice(request, pk):
    """Leads to what a notice is about, which is seen then."""
    found = get_object_or_404(Notice, pk=pk, user=request.user)
    if not still_told([found], request.user):
        raise Http404("It is about something that you may not see any more.")
    Notice.objects.unseen().filter(pk=pk).update(seen_at=timezone.now())
    return redirect(found.url)


@require_POST
@for_members
def notices_seen(request):
    """All up to the newest that was shown: what came since is still new."""
    upto = request.POST.get("upto", "")
    if not upto.isdecimal() or len(upto) > 18:
        raise Http404("Nothing was shown.")
    request.user.notices.unseen().filter(pk__lte=upto).update(seen_at=timezone.now())
    return redirect("notices")


@require_POST
@for_members
def feed_address(request):
    if "end" in request.POST:
        end_feeds(request.user)
        messages.success(request, "The addresses of your feeds do not work any more.")
    else:
        renew_feeds(request.user)
        messages.success(request, "Your feeds have an address of their own now.")
    return redirect(f"{reverse('notices')}#feeds")


@never_cache
@csrf_exempt
@login_not_required
def digest_stop(request, token):
    """Stops the letters. Programs of e-mail send the form themselves (RFC 8058), so it takes no cookie."""
    account = account_of(token)
    if account is None:
        raise Http404("This link stops nothing.")
    if request.method == "POST":
        stop(account)
    return render(request, "notices/stop.html", {"account": account, "stopped": request.method == "POST"})


def _entry(one):
    told = f"{one.name} {one.get_kind_display()}"
    return {"title": one.text, "url": one.url, "told": told, "updated": one.made_at, "id": f"errata:notice:{one.pk}"}
