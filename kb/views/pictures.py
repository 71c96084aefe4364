import posixpath

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import etag

from kb.access import visible_picture

# A picture that is opened by itself may do nothing at all.
POLICY = "default-src 'none'; sandbox"
# Its address is made of its bytes: another picture has another address.
FOR_EVER = "private, max-age=31536000, immutable"


def picture(request, sha256):
    return _sent(request, visible_picture(request, sha256))


@etag(lambda request, found: f'"{found.sha256}"')
def _sent(request, found):
    name = posixpath.basename(next((place.path for place in found.places.all()), "picture"))
    headers = {
        "Cache-Control": FOR_EVER,
        "Content-Disposition": content_disposition_header(False, name),
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(bytes(found.content), content_type=found.type, headers=headers)
