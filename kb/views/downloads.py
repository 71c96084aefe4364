"""What leaves the site as a file: a document as it came, as it reads now, as a patch; some of them, or all that is."""

import re
import zipfile
from functools import partial
from pathlib import PurePosixPath
from tempfile import TemporaryFile

from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header

from incidents.facts import facts
from incidents.giving_back import given_back, in_order
from incidents.locking import one_writer
from incidents.models import Document
from incidents.packing import Names, write_zip
from incidents.patches import mails
from incidents.storing import storable
from kb.access import for_admins, for_exporters, visible_documents
from kb.filters import DocumentFilter
from kb.views.documents import DOCUMENTS
from kb.whole_site import whole_site

NOT_IN_NAMES = re.compile(r"[^\w.]+")


def raw(request, pk):
    """The bytes of revision 1, as they came."""
    found = get_object_or_404(visible_documents(request), pk=pk)
    original = found.revisions.get(number=1)
    if original.redacted_at:
        return render(request, "revisions/gone.html", {"document": found, "revision": original}, status=410)
    return _file(bytes(original.content), _name(found))


def document_download(request, pk, form):
    """The document in one of FORMS."""
    if form not in FORMS:
        raise Http404("A document is not there in this form.")
    return FORMS[form](get_object_or_404(visible_documents(request), pk=pk))


@for_exporters
def documents_download(request, form):
    """All that the filters of the list leave, in one of FORMS_OF_ALL."""
    if form not in FORMS_OF_ALL:
        raise Http404("Documents are not there in this form.")
    filters = DocumentFilter(request.GET, DOCUMENTS.entries(request.user))
    chosen = visible_documents(request).filter(pk__in=filters.qs.order_by().values("pk")).order_by("path", "pk")
    sent = FORMS_OF_ALL[form](chosen)
    if sent is None:
        messages.info(request, "Of these documents, none that is from a repository was changed here.")
        return redirect(f"{reverse('documents')}?{request.GET.urlencode()}")
    return sent


@for_admins
def site_download(request):
    """All documents with all that was decided and learnt, from which an empty site becomes the same."""
    documents, deleted = Document.objects.order_by("path", "pk"), Document.everything.deleted()
    return _packed("errata.zip", documents, whole_site, deleted)


def _markdown(document):
    return _file(bytes(document.latest.content), _name(document))


def _patch(document):
    returned = given_back(Document.objects.filter(pk=document.pk))
    if not in_order(returned):
        reasons = [one.refusal for one in returned] or ["it says what its source says"]
        raise Http404(f"There is nothing to give back of this document: {reasons[0]}.")
    return _file(b"".join(mails(in_order(returned))), f"{PurePosixPath(_name(document)).stem}.patch")


def _zip(documents):
    return _packed("documents.zip", documents, partial(facts, documents))


def _patches(documents):
    """A patch for the repository that the documents are from, or an archive with one for each; None without any."""
    by_repository = {}
    for one in given_back(documents):
        if one.repository and one.patches:
            by_repository.setdefault(one.repository, []).append(one)
    if not by_repository:
        return None
    names = Names()
    patches = {
        names.free(f"{NOT_IN_NAMES.sub('-', repository)}.patch"): b"".join(mails(in_order(returned)))
        for repository, returned in sorted(by_repository.items())
    }
    if len(patches) == 1:
        [(name, patch)] = patches.items()
        return _file(patch, name)
    return _sent("patches.zip", partial(_write_patches, patches))


def _write_patches(patches, file):
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, patch in patches.items():
            archive.writestr(name, patch)


def _packed(name, documents, beside, deleted=()):
    return _sent(name, partial(_pack, documents, beside, deleted))


@transaction.atomic
def _pack(documents, beside, deleted, file):
    one_writer()
    write_zip(file, documents.iterator(), ids=False, beside=beside, deleted=deleted)


def _sent(name, write):
    file = TemporaryFile()  # noqa: SIM115 (the response closes it)
    write(file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")


def _file(content, name):
    """Never shown in the site's own origin: always a download."""
    headers = {"Content-Disposition": content_disposition_header(True, storable(name))}
    return HttpResponse(content, content_type="application/octet-stream", headers=headers)


def _name(document):
    return PurePosixPath(document.path).name


FORMS = {"markdown": _markdown, "patch": _patch}
FORMS_OF_ALL = {"zip": _zip, "patch": _patches}
