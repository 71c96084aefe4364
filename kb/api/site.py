"""The API as a whole: what it is called, what every answer of it carries, and the routers it consists of."""

from django.conf import settings
from ninja import NinjaAPI

from kb.api.callers import Rate
from kb.api.documents import router as documents
from kb.api.entries import router as entries
from kb.api.feedback import router as feedback
from kb.api.matching import router as matching
from kb.api.searching import router as searching


class Api(NinjaAPI):
    def create_response(self, request, *args, **kwargs):
        """Every answer says how many questions the caller has left in this hour."""
        response = super().create_response(request, *args, **kwargs)
        if hasattr(request, "rate"):
            response.headers["RateLimit-Limit"], response.headers["RateLimit-Remaining"] = map(str, request.rate)
        return response


api = Api(
    title="Errata",
    version="1",
    description="What failed, why, what fixed it, what did not, and where it is written.",
    throttle=[Rate(f"{settings.API_RATE}/h")],
)
for router in (matching, searching, entries, documents, feedback):
    api.add_router("", router)


def urls():
    """The API's addresses. It knows by itself who asks, so nobody is sent to the page where one signs in."""
    patterns, *names = api.urls
    for pattern in patterns:
        pattern.callback.login_required = False
    return patterns, *names
