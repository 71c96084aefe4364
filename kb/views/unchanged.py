"""Pages that are neither sent nor made again while nothing changed: conditional GET, and a small cache behind it."""

from functools import cache as once
from functools import wraps
from hashlib import blake2b

from django.conf import settings
from django.core.cache import caches
from django.http import HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers

from kb.freshness import data_version

MOST_KEPT = 200_000
CODE = ("kb", "incidents", "templates", "static")


def unless_changed(view):
    """Answers 304 where the visitor has the page already, and from memory where this process made it already.

    Only for views whose page depends on the data, the address, the cookies and the day, and on nothing else.
    """

    @wraps(view)
    def answered(request, **kwargs):
        etag = _etag(request)
        if etag is None:
            return view(request, **kwargs)
        response = get_conditional_response(request, etag=etag) or _kept(etag) or _made(etag, view, request, kwargs)
        response.headers["ETag"] = etag
        patch_cache_control(response, private=True, no_cache=True)
        patch_vary_headers(response, ["Cookie", "HX-Request"])
        return response

    return answered


def _etag(request):
    """None where it cannot be told whether the page is still the same, or a message waits to be shown once."""
    if request.method not in ("GET", "HEAD") or settings.DEBUG or "messages" in request.COOKIES:
        return None
    version = data_version()
    if version is None:
        return None
    said = (version, _code(), timezone.localdate().isoformat(), request.build_absolute_uri())
    asked = (request.headers.get("Cookie", ""), request.headers.get("HX-Request", ""))
    return f'"{blake2b(repr((said, asked)).encode(), digest_size=16).hexdigest()}"'


@once
def _code():
    """What else a page is made of, and the same in every process: the newest file of ours, and switches and limits."""
    files = [path for folder in CODE for path in (settings.BASE_DIR / folder).rglob("*") if path.is_file()]
    newest = max(path.stat().st_mtime_ns for path in files if path.suffix != ".pyc")
    named = {name: getattr(settings, name, None) for name in dir(settings)}
    switches = {name: value for name, value in named.items() if isinstance(value, int)}
    return repr((newest, sorted(switches.items())))


def _kept(etag):
    kept = caches["pages"].get(etag)
    return kept and HttpResponse(kept[0], content_type=kept[1])


def _made(etag, view, request, kwargs):
    response = view(request, **kwargs)
    if _may_be_kept(request, response):
        caches["pages"].set(etag, (response.content, response.headers["Content-Type"]))
    return response


def _may_be_kept(request, response):
    """Not what sets a cookie or was written for one visitor alone, such as the token of a form."""
    if response.status_code != 200 or response.streaming or len(response.content) > MOST_KEPT:
        return False
    return not response.cookies and "CSRF_COOKIE_NEEDS_UPDATE" not in request.META
