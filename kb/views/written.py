"""A list in the forms that programs read: Atom and JSON hold the page that is shown, CSV all that was found."""

import csv
from datetime import date
from itertools import chain

from django.http import JsonResponse, StreamingHttpResponse

from kb.views.feeds import as_atom

CHUNK = 500
# A table program takes a cell that begins so for a formula, and runs it.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
# What an entry of a feed says in elements of its own.
OWN = ("url", "title", "updated")


def atom(request, listing, page):
    shown = listing.rows(page.object_list.tolist(), request.user)
    entries = [{name: row[name] for name in OWN} | {"told": _told(row)} for row in shown]
    return as_atom(request, listing.words[1], entries)


def _told(row):
    return "\n".join(f"{name.replace('_', ' ')}: {value}" for name, value in row.items() if name not in OWN and value)


def as_json(request, listing, page):
    rows = listing.rows(page.object_list.tolist(), request.user)
    told = {"total": page.paginator.count, "page": page.number, "pages": page.paginator.num_pages}
    return rows_as_json(request, rows, told, has_next=page.has_next())


def rows_as_json(request, rows, told, *, has_next):
    """The rows of one page, what is `told` of it, and the way to those before and after it."""
    ctx = told | {
        "next": _turned(request, told["page"] + 1) if has_next else None,
        "previous": _turned(request, told["page"] - 1) if told["page"] > 1 else None,
        "rows": [row | {"url": request.build_absolute_uri(row["url"])} for row in rows],
    }
    return JsonResponse(ctx, json_dumps_params={"ensure_ascii": False})


def _turned(request, number):
    query = request.GET.copy()
    query["page"] = number
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def as_csv(request, listing, page):
    ids = page.paginator.object_list
    chunks = (listing.rows(ids[start : start + CHUNK].tolist(), request.user) for start in range(0, len(ids), CHUNK))
    return rows_as_csv(request, listing.words[1], chain.from_iterable(chunks))


def rows_as_csv(request, name, rows):
    response = StreamingHttpResponse(_lines(request, rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
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
