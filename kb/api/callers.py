"""Who asks by the API: a token's owner within the token's scopes, or where the site is open to all, anybody."""

from hashlib import sha256

from django.conf import settings
from django.core.cache import caches
from ninja.errors import HttpError
from ninja.security import HttpBearer
from ninja.throttling import SimpleRateThrottle

from kb.tokens import find


class Caller(HttpBearer):
    """Lets in whoever sends a token with this scope; with `open_to_all` also whoever may read the pages.

    A signed-in browser counts as its account where nothing is written, so that no other site can write through it.
    """

    def __init__(self, scope, *, open_to_all=False):
        super().__init__()
        self.scope, self.open_to_all = scope, open_to_all

    def __call__(self, request):
        if "Authorization" in request.headers:
            return super().__call__(request)
        return (self.open_to_all and (settings.ANONYMOUS_READ or request.user.is_authenticated)) or None

    def authenticate(self, request, token):
        row = find(token)
        if not row:
            return None
        if self.scope not in row.scopes:
            raise HttpError(403, f"This token lacks the scope “{self.scope}”.")
        request.user = row.user
        return row


class Rate(SimpleRateThrottle):
    """So many questions an hour by each token or address; how many are left is said with every answer.

    Each process counts for itself: a count in the database would be a write for every question.
    """

    cache = caches["pages"]

    def get_cache_key(self, request):
        token = request.headers.get("Authorization", "")
        asking = sha256(token.encode()).hexdigest() if token else self.get_ident(request)
        return f"api:{asking}"

    def allow_request(self, request):
        allowed = super().allow_request(request)
        request.rate = self.num_requests, max(self.num_requests - len(self.history), 0)
        return allowed
