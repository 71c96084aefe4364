"""Who may do what: every rule is a function here, and nothing else in the site decides."""

from functools import wraps

from django.conf import settings
from django.core.exceptions import PermissionDenied


def may_import(request):
    """As long as there are no accounts, a setting says it for everybody."""
    return settings.ALLOW_IMPORTS


def may_curate(request):
    """Whether somebody may decide on entries: a setting says it, as for imports."""
    return settings.ALLOW_CURATION


def person(request):
    """Who is asking, as the author of what is written: the account, the name they gave here last, or a word."""
    if request.user.is_authenticated:
        return request.user
    return request.session.get("name") or "a visitor"


def sign(request, name):
    """Keeps the name that somebody without an account gives, for what they write next."""
    if name:
        request.session["name"] = name


def _only_if(may, refusal):
    """A decorator of views that only those see who may."""

    def only(view):
        @wraps(view)
        def checked(request, *args, **kwargs):
            if not may(request):
                raise PermissionDenied(refusal)
            return view(request, *args, **kwargs)

        return checked

    return only


for_importers = _only_if(may_import, "Importing in the browser is turned off on this site (ALLOW_IMPORTS).")
for_curators = _only_if(may_curate, "Deciding on entries is turned off on this site (ALLOW_CURATION).")


def rights(request):
    """For the templates, which offer only what may be done."""
    return {"may_import": may_import(request), "may_curate": may_curate(request)}
