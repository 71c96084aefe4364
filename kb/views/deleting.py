from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from incidents.models import Document
from incidents.revising import delete, restore
from kb.access import document_if, for_importers, may_delete, person
from kb.catalogue import drop_unfounded, learn, relink
from kb.conflict_forms import DeleteForm
from kb.search.indexing import index_documents

PER_PAGE = 50
ONLY_ITS_OWN = "A document is deleted and brought back by curators, a draft by its author too."


def document_delete(request, pk):
    found = document_if(may_delete, request, pk, ONLY_ITS_OWN)
    form = DeleteForm(request.POST or None)
    if not form.is_valid():
        return render(request, "deleting/delete.html", {"document": found, "form": form})
    _delete(found, person(request), form.cleaned_data["why"])
    messages.success(request, f"“{found.title}” is deleted. It can be restored here.")
    return redirect("documents_deleted")


@for_importers
def documents_deleted(request):
    page = Paginator(_deleted(request), PER_PAGE).get_page(request.GET.get("page"))
    rows = [(document, may_delete(request, document)) for document in page]
    return render(request, "deleting/deleted.html", {"page": page, "rows": rows})


@require_POST
@transaction.atomic
def document_restore(request, pk):
    found = get_object_or_404(_deleted(request), pk=pk)
    if not may_delete(request, found):
        raise PermissionDenied(ONLY_ITS_OWN)
    learn(restore(found))
    messages.success(request, f"“{found.title}” is back.")
    return redirect(found)


def _deleted(request):
    return Document.everything.visible_to(request.user).deleted()


@transaction.atomic
def _delete(found, by, why):
    delete(found, by=by, why=why)
    relink([found.pk])
    index_documents([found.pk])
    drop_unfounded()
