from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from incidents.models import Document
from incidents.revising import delete, restore
from kb.access import for_importers, person
from kb.catalogue import drop_unfounded, learn, relink
from kb.conflict_forms import DeleteForm
from kb.search.indexing import index_documents

PER_PAGE = 50


@for_importers
def document_delete(request, pk):
    found = get_object_or_404(Document, pk=pk)
    form = DeleteForm(request.POST or None)
    if not form.is_valid():
        return render(request, "deleting/delete.html", {"document": found, "form": form})
    _delete(found, person(request), form.cleaned_data["why"])
    messages.success(request, f"“{found.title}” is deleted. It can be restored here.")
    return redirect("documents_deleted")


@for_importers
def documents_deleted(request):
    page = Paginator(Document.everything.deleted(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "deleting/deleted.html", {"page": page})


@require_POST
@for_importers
@transaction.atomic
def document_restore(request, pk):
    found = get_object_or_404(Document.everything, pk=pk)
    learn(restore(found))
    messages.success(request, f"“{found.title}” is back.")
    return redirect(found)


@transaction.atomic
def _delete(found, by, why):
    delete(found, by=by, why=why)
    relink([found.pk])
    index_documents([found.pk])
    drop_unfounded()
