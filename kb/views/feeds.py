"""What a page lists, as a feed."""

from django.http import HttpResponse
from django.utils.feedgenerator import Atom1Feed


def as_atom(request, title, entries):
    """`entries` are dicts with title, url (of this site), updated and told."""
    shown = request.GET.copy()
    for name in ("as", "feed"):
        shown.pop(name, None)
    feed = Atom1Feed(
        title=f"Errata: {title}",
        link=request.build_absolute_uri(f"{request.path}?{shown.urlencode()}"),
        description="",
        feed_url=request.build_absolute_uri(),
    )
    for entry in entries:
        link = request.build_absolute_uri(entry["url"])
        feed.add_item(
            entry["title"], link, entry["told"], unique_id=entry.get("id", link), updateddate=entry["updated"]
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
