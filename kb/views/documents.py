from collections import defaultdict

from django.db.models import F
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from incidents.mentions import mentioned, mentioned_by
from incidents.models import Document, PicturePlace
from incidents.reading.encodings import as_it_came
from incidents.reading.front_matter import read_front_matter
from incidents.reading.values import FINDING_KINDS
from kb.access import visible_documents
from kb.curation.queue import with_waits
from kb.filters import DocumentFilter
from kb.graph import graph_of_document
from kb.rendered import called_upon, places_of, rendered
from kb.views import listed
from kb.views.comments import first_lines, threads
from kb.views.listing import Listing, Sort, show
from kb.views.places import front_matter_rows, with_comments
from kb.views.unchanged import unless_changed
from kb.visibility import hidden_from

DOCUMENTS = Listing(
    words=("document", "documents"),
    template="document_list.html",
    model=Document,
    filters=DocumentFilter,
    entries=lambda user: with_waits(Document.objects.visible_to(user).with_cause()),
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
    found = get_object_or_404(visible_documents(request), pk=pk)
    revision = _latest(found)
    findings = found.findings.select_related(*(f"evidence__{kind}" for kind in FINDING_KINDS))
    front = read_front_matter(revision.text)
    mentions = list(found.mentions.all())
    there = mentioned(found, mentions, request.user)
    lines = [finding.first_line for finding in findings]
    said = threads(request, found, only_open=True)
    places = places_of(there, mentions, request.user)
    body = rendered(front, places, [line for line in lines if line >= front.body_line])
    ctx = {
        "document": found,
        "revision": revision,
        "threads": said,
        "groups": [(label, [f for f in findings if f.kind == kind]) for kind, label in GROUPS.items()],
        "n_findings": len(findings),
        "actions": found.actions.filter(gone=None).with_standing(timezone.localdate()),
        "front_matter": front_matter_rows(front, lines, found.faults),
        "front_matter_raw": front.raw,
        "body": called_upon(with_comments(body, first_lines(said)), request.user),
        "mentions": dict.fromkeys(place for place in there.values() if isinstance(place, Document)),
        "mentioned_by": mentioned_by(found, request.user),
        "graph": graph_of_document(found, hidden_from(request.user)),
    }
    return render(request, "document.html", ctx)


@unless_changed
def source(request, pk):
    """The text with its lines; with `?original` as it came, before damaged characters were repaired."""
    found = get_object_or_404(visible_documents(request), pk=pk)
    revision = found.latest
    original = as_it_came(bytes(revision.content), revision.encoding)
    is_original = "original" in request.GET
    faults = defaultdict(list)
    for fault in found.faults:
        faults[fault["line"]].append(fault["message"])
    lines = (original if is_original else revision.text).split("\n")
    said = first_lines(threads(request, found, only_open=True))
    ctx = {
        "document": found,
        "revision": revision,
        "is_original": is_original,
        "is_repaired": original != revision.text,
        "lines": [
            (number, line, " ".join(faults[number]), said.get(number)) for number, line in enumerate(lines, start=1)
        ],
    }
    return render(request, "document_source.html", ctx)


@unless_changed
def files(request, pk):
    """What the document shows and leads to inside the collection, and what of it is not here."""
    found = get_object_or_404(visible_documents(request), pk=pk)
    mentions = list(found.mentions.all())
    there = mentioned(found, mentions, request.user)
    places = places_of(there, mentions, request.user)
    ctx = {
        "document": found,
        "pictures": [(m, there[m.target]) for m in mentions if isinstance(there.get(m.target), PicturePlace)],
        "links": [(m, there[m.target]) for m in mentions if isinstance(there.get(m.target), Document)],
        "absent": [m for m in mentions if m.target not in places],
    }
    return render(request, "document_files.html", ctx)


def _latest(document):
    return document.revisions.defer("content").order_by("number").last()
