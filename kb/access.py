"""Who may do what: every rule is a function here, and nothing else in the site decides."""

from functools import wraps

from django.conf import settings
from django.core.exceptions import PermissionDenied


def may_import(request):
    """As long as there are no accounts, a setting says it for everybody."""
    return settings.ALLOW_IMPORTS


def person(request):
    """Who is asking, as the author of what is written: the account, or a word for those who have none."""
    return request.user if request.user.is_authenticated else "a visitor"


def for_importers(view):
    """A view that only those see who may import."""

    @wraps(view)
    def checked(request, *args, **kwargs):
        if not may_import(request):
            raise PermissionDenied("Importing in the browser is turned off on this site (ALLOW_IMPORTS).")
        return view(request, *args, **kwargs)

    return checked


def rights(request):
    """For the templates, which offer only what may be done."""
    return {"may_import": may_import(request)}
