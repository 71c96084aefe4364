"""A list in the forms that programs read: Atom and JSON hold the page that is shown, CSV all that was found."""

import csv
from datetime import date
from itertools import chain

from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.utils.feedgenerator import Atom1Feed

CHUNK = 500
# A table program takes a cell that begins so for a formula, and runs it.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
# What an entry of a feed says in elements of its own.
OWN = ("url", "title", "updated")


def atom(request, listing, page):
    shown = request.GET.copy()
    shown.pop("as", None)
    feed = Atom1Feed(
        title=f"Errata: {listing.words[1]}",
        link=request.build_absolute_uri(f"{request.path}?{shown.urlencode()}"),
        description="",
        feed_url=request.build_absolute_uri(),
    )
    for row in listing.rows(page.object_list.tolist()):
        link = request.build_absolute_uri(row["url"])
        feed.add_item(row["title"], link, _told(row), unique_id=link, updateddate=row["updated"])
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _told(row):
    return "\n".join(f"{name.replace('_', ' ')}: {value}" for name, value in row.items() if name not in OWN and value)


def as_json(request, listing, page):
    rows = [row | {"url": request.build_absolute_uri(row["url"])} for row in listing.rows(page.object_list.tolist())]
    ctx = {
        "total": page.paginator.count,
        "page": page.number,
        "pages": page.paginator.num_pages,
        "next": _turned(request, page.number + 1) if page.has_next() else None,
        "previous": _turned(request, page.number - 1) if page.has_previous() else None,
        "rows": rows,
    }
    return JsonResponse(ctx, json_dumps_params={"ensure_ascii": False})


def _turned(request, number):
    query = request.GET.copy()
    query["page"] = number
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def as_csv(request, listing, page):
    ids = page.paginator.object_list
    chunks = (listing.rows(ids[start : start + CHUNK].tolist()) for start in range(0, len(ids), CHUNK))
    rows = chain.from_iterable(chunks)
    response = StreamingHttpResponse(_lines(request, rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{listing.words[1]}.csv"'
    return response


def _lines(request, rows):
    writer = csv.writer(Line())
    for number, row in enumerate(rows):
        if not number:
            yield writer.writerow(row)
        yield writer.writerow(
            _cell(value) for value in (row | {"url": request.build_absolute_uri(row["url"])}).values()
        )


def _cell(value):
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value.isoformat() if isinstance(value, date) else value


class Line:
    """What a csv writer writes to: each line is handed back as it comes."""

    def write(self, line):
        return line


FORMS = {"atom": atom, "json": as_json, "csv": as_csv}
