"""A text that was sent and not taken comes back on a page: nobody loses what they wrote to a session that was over."""

from functools import wraps

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render

SIGNED_OUT = "You are signed out."
OLD_FORM = "The page was opened before you signed in last."
ABSENT = "This document is not here any more."
# The field that holds what somebody wrote; the others come along unseen.
WRITTEN = ("text", "mine", "failure")
NOT_SENT_AGAIN = {"csrfmiddlewaretoken"}


def keeps_words(view):
    """A decorator of views that take long texts: where they refuse, the page of the refusal holds what was sent."""

    @wraps(view)
    def kept(request, *args, **kwargs):
        if request.method != "POST":
            return _for_readers(request) or view(request, *args, **kwargs)
        if not request.user.is_authenticated:
            return given_back(request, SIGNED_OUT)
        try:
            return view(request, *args, **kwargs)
        except PermissionDenied as refusal:
            return given_back(request, str(refusal) or "You may not edit this document.")
        except Http404:
            return given_back(request, ABSENT, status=404)

    kept.keeps_words = True
    kept.login_required = False
    return kept


def given_back(request, reason, *, status=403):
    sent = {name: value for name, value in request.POST.items() if name not in NOT_SENT_AGAIN}
    written = next((name for name in WRITTEN if sent.get(name)), "text")
    ctx = {
        "reason": reason,
        "name": written,
        "text": sent.pop(written, ""),
        "sent": sent,
        "can_be_sent": status != 404,
        "began_at": request.META.get("HTTP_REFERER", "/"),
    }
    return render(request, "writing/kept.html", ctx, status=status)


def csrf_failed(request, reason=""):
    """Whoever signed in again in another tab meets it too: what their own page sent is given back, to be sent anew."""
    view = request.resolver_match.func if request.resolver_match else None
    if getattr(view, "keeps_words", False) and request.headers.get("Sec-Fetch-Site") == "same-origin":
        return given_back(request, OLD_FORM if request.user.is_authenticated else SIGNED_OUT)
    return render(request, "403_csrf.html", status=403)


def _for_readers(request):
    """On a site that only its people read, strangers are sent to sign in, as everywhere else."""
    if settings.ANONYMOUS_READ or request.user.is_authenticated:
        return None
    return redirect_to_login(request.get_full_path())
