from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import filesizeformat
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from incidents.identity import CHANGED, MOVED, NEW, RESULTS
from incidents.models import Document, Finding, ImportRun
from incidents.reading.values import FINDING_KINDS
from kb import import_runs
from kb.access import for_importers
from kb.import_forms import ImportForm
from kb.import_runs import Stage
from kb.models import Signature
from kb.worker import is_at_work

RUNS_SHOWN = 20
FILES_SHOWN = 50
SIGNATURES_SHOWN = 10
# Beside the files a request has the pasted text, the paths of a folder's files, and what forms need.
MORE_BYTES = 2_000_000
CHUNK = 1_000_000


@csrf_exempt
@for_importers
def imports(request):
    """Looks at the size before anything is read: Django's check against forgery reads the whole request."""
    if refusal := _too_much(request):
        _read_to_the_end(request)
        return _form(request, ImportForm(), refusal, status=413)
    return _imports(request)


@csrf_protect
def _imports(request):
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if not form.is_valid():
        return _form(request, form)
    run = import_runs.plan(form.cleaned_data["sent"], form.cleaned_data["collection"])
    return redirect(run)


@for_importers
def import_run(request, pk):
    run = get_object_or_404(ImportRun, pk=pk)
    stage = import_runs.stage(run)
    ctx = {"run": run, "stage": stage, "stages": Stage, "worker": is_at_work()} | _files_of(request, run)
    if stage == Stage.FINISHED:
        ctx |= _learnt(run)
    return render(request, "imports/_run.html" if request.htmx else "imports/run.html", ctx)


@require_POST
@for_importers
def begin(request, pk):
    run = get_object_or_404(ImportRun, pk=pk)
    import_runs.begin(run)
    return redirect(run)


@require_POST
@for_importers
def discard(request, pk):
    import_runs.discard(get_object_or_404(ImportRun.objects.exclude(spool=""), pk=pk, task=""))
    return redirect("imports")


def _too_much(request):
    """One sentence on why the request is not taken, or ""."""
    size = int(request.META.get("CONTENT_LENGTH") or 0)
    if size > settings.MAX_UPLOAD_BYTES + MORE_BYTES:
        return (
            f"{filesizeformat(size)} are more than the {filesizeformat(settings.MAX_UPLOAD_BYTES)} (MAX_UPLOAD_BYTES)."
        )
    try:
        request.POST  # noqa: B018
    except TooManyFilesSent:
        return f"These are more than the {settings.MAX_UPLOAD_FILES:,} files that are taken at once (MAX_UPLOAD_FILES)."
    except RequestDataTooBig:
        return f"The text is longer than {filesizeformat(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)}."
    return ""


def _read_to_the_end(request):
    """A browser shows the answer only when all of what it sends was taken."""
    while request.read(CHUNK):
        pass


def _form(request, form, refusal="", status=200):
    runs = ImportRun.objects.order_by("-pk")[:RUNS_SHOWN]
    ctx = {
        "form": form,
        "refusal": refusal,
        "runs": [(run, import_runs.stage(run)) for run in runs],
        "max_bytes": settings.MAX_UPLOAD_BYTES,
        "max_files": settings.MAX_UPLOAD_FILES,
    }
    return render(request, "imports/imports.html", ctx, status=status)


def _files_of(request, run):
    chosen = request.GET.get("result", "")
    files = run.files.filter(result=chosen) if chosen in RESULTS else run.files.all()
    page = Paginator(files, FILES_SHOWN).get_page(request.GET.get("page"))
    documents = Document.objects.with_counts().defer("fields").in_bulk([file.document_id for file in page])
    return {
        "page": page,
        "rows": [(file, documents.get(file.document_id)) for file in page],
        "chosen": chosen,
        "anything": any(run.counts.get(result) for result in (NEW, CHANGED, MOVED)),
        "counts": [(result, run.counts[result]) for result in RESULTS if run.counts.get(result)],
    }


def _learnt(run):
    documents = run.files.filter(result__in=(NEW, CHANGED)).values("document")
    counts = dict(Finding.objects.filter(document__in=documents).values_list("kind").annotate(Count("pk")).order_by())
    met = Signature.objects.shown().filter(evidence__finding__document__in=documents).values("pk")
    return {
        "findings": [(kind, counts[kind]) for kind in FINDING_KINDS if counts.get(kind)],
        "n_signatures": met.distinct().count(),
        "signatures": Signature.objects.filter(pk__in=met).with_documents().order_by("-pk")[:SIGNATURES_SHOWN],
    }
