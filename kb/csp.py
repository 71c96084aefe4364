"""The Content-Security-Policy of every page: only what this site serves itself, nothing inline."""

from django.conf import settings

# A form leads elsewhere only to sign in there.
FORMS = " ".join(["'self'", *settings.SIGN_ON.origins])
POLICY = f"default-src 'self'; object-src 'none'; base-uri 'none'; form-action {FORMS}; frame-ancestors 'none'"


class ContentSecurityPolicy:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        return response
