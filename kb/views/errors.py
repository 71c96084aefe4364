from django.conf import settings
from django.shortcuts import render


def bad_request(request, exception):
    """Above all the paste that Django refused to read because it is over the limit."""
    return render(request, "400.html", {"limit": settings.MAX_PASTE_BYTES}, status=400)
