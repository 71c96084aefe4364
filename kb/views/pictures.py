import posixpath

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import etag

from incidents.models import Picture

# A picture that is opened by itself may do nothing at all.
POLICY = "default-src 'none'; sandbox"
# Its address is made of its bytes: another picture has another address.
FOR_EVER = "private, max-age=31536000, immutable"


@etag(lambda request, sha256: f'"{sha256}"')
def picture(request, sha256):
    found = get_object_or_404(Picture, sha256=sha256)
    name = posixpath.basename(found.places.values_list("path", flat=True).first() or "picture")
    headers = {
        "Cache-Control": FOR_EVER,
        "Content-Disposition": content_disposition_header(False, name),
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(bytes(found.content), content_type=found.type, headers=headers)
