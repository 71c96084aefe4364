from collections import defaultdict
from pathlib import PurePath

from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header

from incidents.mentions import mentioned, mentioned_by
from incidents.models import Document, PicturePlace
from incidents.reading.encodings import as_it_came
from incidents.reading.front_matter import read_front_matter
from incidents.reading.rendering.links import Place
from incidents.reading.values import FINDING_KINDS
from kb.filters import DocumentFilter
from kb.graph import graph_of_document
from kb.rendered import rendered
from kb.views import listed
from kb.views.listing import Listing, Sort, show
from kb.views.places import front_matter_rows
from kb.views.unchanged import unless_changed

DOCUMENTS = Listing(
    words=("document", "documents"),
    template="document_list.html",
    filters=DocumentFilter,
    entries=Document.objects.all,
    sorts={
        "date": Sort("date", (F("date").desc(nulls_last=True), "title", "pk")),
        "old": Sort("oldest", (F("date").asc(nulls_last=True), "title", "pk")),
        "title": Sort("title", ("title", "pk")),
        "new": Sort("imported", ("-imported", "-pk")),
    },
    rows=listed.documents,
)

GROUPS = {"signature": "Signatures", "cause": "Causes", "fix": "Fixes", "rule": "Rules", "pattern": "Patterns"}


@unless_changed
def documents(request):
    return show(request, DOCUMENTS)


@unless_changed
def document(request, pk):
    found = get_object_or_404(Document, pk=pk)
    revision = _latest(found)
    findings = found.findings.select_related(*(f"evidence__{kind}" for kind in FINDING_KINDS))
    front = read_front_matter(revision.text)
    there = mentioned(found, list(found.mentions.all()))
    lines = [finding.first_line for finding in findings]
    ctx = {
        "document": found,
        "revision": revision,
        "groups": [(label, [f for f in findings if f.kind == kind]) for kind, label in GROUPS.items()],
        "n_findings": len(findings),
        "front_matter": front_matter_rows(front, lines, found.faults),
        "front_matter_raw": front.raw,
        "body": rendered(front, _places(there), [line for line in lines if line >= front.body_line]),
        "mentions": dict.fromkeys(place for place in there.values() if isinstance(place, Document)),
        "mentioned_by": mentioned_by(found),
        "graph": graph_of_document(found),
    }
    return render(request, "document.html", ctx)


def _places(there):
    return {target: Place(found.get_absolute_url(), isinstance(found, PicturePlace)) for target, found in there.items()}


@unless_changed
def source(request, pk):
    """The text with its lines; with `?original` as it came, before damaged characters were repaired."""
    found = get_object_or_404(Document, pk=pk)
    revision = found.latest
    original = as_it_came(bytes(revision.content), revision.encoding)
    is_original = "original" in request.GET
    faults = defaultdict(list)
    for fault in found.faults:
        faults[fault["line"]].append(fault["message"])
    lines = (original if is_original else revision.text).split("\n")
    ctx = {
        "document": found,
        "revision": revision,
        "is_original": is_original,
        "is_repaired": original != revision.text,
        "lines": [(number, line, " ".join(faults[number])) for number, line in enumerate(lines, start=1)],
    }
    return render(request, "document_source.html", ctx)


@unless_changed
def files(request, pk):
    """What the document shows and leads to inside the collection, and what of it is not here."""
    found = get_object_or_404(Document, pk=pk)
    mentions = list(found.mentions.all())
    there = mentioned(found, mentions)
    ctx = {
        "document": found,
        "pictures": [(m, there[m.target]) for m in mentions if isinstance(there.get(m.target), PicturePlace)],
        "links": [(m, there[m.target]) for m in mentions if isinstance(there.get(m.target), Document)],
        "absent": [m for m in mentions if m.target not in there],
    }
    return render(request, "document_files.html", ctx)


def _latest(document):
    return document.revisions.defer("content").order_by("number").last()


def raw(request, pk):
    """The bytes of revision 1, as they came. Never shown in the page's own origin: always a download of plain text."""
    found = get_object_or_404(Document, pk=pk)
    original = found.revisions.get(number=1)
    headers = {"Content-Disposition": content_disposition_header(True, PurePath(found.path).name)}
    return HttpResponse(bytes(original.content), content_type="application/octet-stream", headers=headers)
