"""Documents for programs: read one, bring one in, write its next revision where nobody else did meanwhile."""

from functools import partial

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Field, Header, Router, Schema, Status
from ninja.errors import HttpError

from incidents.exporting import ReadOnly, as_text, rewritten
from incidents.files import MAX_NAME, Found, is_document, source_of
from incidents.identity import TOUCHING
from incidents.importing import foresee, import_files
from incidents.models import Document, ImportRun
from incidents.reading.encodings import NotText
from incidents.revising import Outdated, revise
from kb.access import closed_to_import, may_edit, may_import, visible_documents
from kb.api.callers import Caller
from kb.catalogue import drop_unfounded, learn_all
from kb.news import news_of_import
from kb.saving import change_and_learn
from kb.tokens import Scope

router = Router(tags=["documents"])
# What a program sends is known again by its name, as an upload is.
ORIGIN = "api:"
NOT_YOURS = "This document is not yours to change."


class Sent(Schema):
    path: str = Field(max_length=MAX_NAME - len(ORIGIN), description="Its name from now on, such as notes/pool.md.")
    text: str


class Written(Schema):
    text: str = Field(description="The whole new text, front-matter included.")
    why: str = Field("", max_length=500)


@router.get(
    "/documents/{int:pk}", auth=Caller(Scope.READ, open_to_all=True), summary="A document, its text and its findings"
)
def document(request, pk: int, response: HttpResponse):
    """The `ETag` is what a change of it must send as `If-Match`."""
    found = get_object_or_404(visible_documents(request), pk=pk)
    newest = found.latest
    response.headers["ETag"] = _etag(newest)
    return {
        "id": found.pk,
        "uid": str(found.uid),
        "url": request.build_absolute_uri(found.get_absolute_url()),
        **{name: getattr(found, name) for name in ("title", "path", "kind", "status", "severity", "state", "date")},
        "fields": found.fields,
        "revision": newest.number,
        "text": newest.text,
        "findings": [_finding(request, finding) for finding in found.findings.select_related("document")],
    }


@router.post("/documents", auth=Caller(Scope.IMPORT), summary="Bring a document in")
def bring_in(request, sent: Sent):
    """What it says is filed as *suggested*, as of any import. Sent again under the same path it is a new revision."""
    if not may_import(request):
        raise HttpError(403, "Bringing documents in takes the role of a contributor.")
    if not is_document(sent.path):
        raise HttpError(422, "The path must end in .md, .markdown or .txt.")
    content = sent.text.encode("utf-8", "replace")
    found = Found(ORIGIN + sent.path, sent.path, len(content), partial(_first, content))
    _refuse_what_is_closed(request, found)
    run = ImportRun.objects.create(sources=[ORIGIN + sent.path])
    (imported,) = import_files([source_of([found])], run, learn_all)
    drop_unfounded()
    news_of_import(run)
    kept = imported.document and visible_documents(request).filter(pk=imported.document.pk).first()
    return {
        "result": imported.result,
        "problems": [str(problem) for problem in imported.problems],
        "document": kept and kept.pk,
        "url": kept and request.build_absolute_uri(kept.get_absolute_url()),
    }


@router.put(
    "/documents/{int:pk}/text",
    auth=Caller(Scope.WRITE),
    response={200: dict, 409: dict},
    summary="Write the next revision of a document",
)
def write(request, pk: int, written: Written, response: HttpResponse, if_match: str = Header("")):
    """`If-Match` says which revision the text started from: 409 with both texts if there is a newer one by now."""
    found = get_object_or_404(visible_documents(request), pk=pk)
    if not may_edit(request, found):
        raise HttpError(403, NOT_YOURS)
    base = if_match.strip('"')
    if not base.isdecimal() or len(base) > 9:
        raise HttpError(428, "Send If-Match with the ETag of the revision that the text started from.")
    try:
        newest = _revise(request, found, written, int(base))
    except (NotText, ReadOnly) as error:
        raise HttpError(422, str(error)) from error
    except Outdated as error:
        return Status(409, _both(found, int(base), str(error)))
    response.headers["ETag"] = _etag(newest)
    return {"revision": newest.number}


def _refuse_what_is_closed(request, found):
    (imported,) = foresee([source_of([found])])
    if imported.result not in TOUCHING:
        return
    if closed_to_import(request, Document.everything.filter(pk=imported.document.pk)).exists():
        raise HttpError(403, NOT_YOURS)


@transaction.atomic
def _revise(request, document, written, base):
    newest = document.latest
    content = rewritten(bytes(newest.content), written.text)
    if base == newest.number and content == bytes(newest.content):
        return newest
    change = partial(revise, document, content, by=request.user, why=written.why, base=base)
    change_and_learn(document, change, by=request.user)
    return document.latest


def _both(document, base, detail):
    newest, started = document.latest, document.revisions.filter(number=base).first()
    return {
        "detail": detail,
        "base": started and as_text(bytes(started.content)),
        "theirs": as_text(bytes(newest.content)),
        "revision": newest.number,
    }


def _finding(request, finding):
    return {
        "kind": finding.kind,
        "text": finding.text,
        "outcome": finding.outcome,
        "confidence": finding.confidence,
        "lines": [finding.first_line, finding.last_line],
        "url": request.build_absolute_uri(finding.get_absolute_url()),
    }


def _etag(revision):
    return f'"{revision.number}"'


def _first(content, most):
    return content[:most]
