from django.conf import settings
from django.contrib import messages
from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import filesizeformat
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRefresh

from incidents.identity import CHANGED, DELETED, MERGED, NEW, REFUSED, RESULTS, TOUCHING, UNCHANGED
from incidents.models import Document, Finding, ImportedFile, ImportRun
from incidents.reading.values import FINDING_KINDS
from incidents.uploads import Sent
from kb import import_runs
from kb.access import closed_to_import, for_importers
from kb.import_forms import ImportForm
from kb.import_runs import Stage
from kb.models import Signature
from kb.visibility import hidden_from
from kb.worker import is_at_work

RUNS_SHOWN = 20
FILES_SHOWN = 50
REFUSED_SHOWN = 10
SIGNATURES_SHOWN = 10
# Beside the files a request has the pasted text, the paths of a folder's files, and what forms need.
MORE_BYTES = 2_000_000
CHUNK = 1_000_000
CLOSED = "Nothing was taken: these are documents that are not yours to change. Leave them out:"
NOTHING_TO_DO = (UNCHANGED, DELETED, REFUSED)
UNDER_WAY = (Stage.WAITING, Stage.RUNNING)


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
    if closed := _closed(request, run):
        import_runs.discard(run)
        return _form(request, form, f"{CLOSED} {', '.join(closed)}.")
    return redirect(run)


@for_importers
def import_run(request, pk):
    (run,) = _as_seen([get_object_or_404(ImportRun, pk=pk)], request.user)
    stage = import_runs.stage(run)
    if request.htmx:
        return _poll(request, run, stage)
    ctx = {"run": run, "stage": stage, "stages": Stage, "counts": _counts(run)}
    if stage in UNDER_WAY:
        return render(request, "imports/under_way.html", ctx | _progress(run))
    ctx |= _files(request, run) | (_learnt(run, request.user) if stage == Stage.FINISHED else {})
    return render(request, "imports/run.html", ctx)


def _poll(request, run, stage):
    """Only what changes is sent, with nothing in it that could lose the focus. At the end the page is loaded again."""
    if stage not in UNDER_WAY:
        return HttpResponseClientRefresh()
    ctx = {"run": run, "stage": stage, "stages": Stage, "counts": _counts(run)}
    return render(request, "imports/_progress.html", ctx | _progress(run))


@require_POST
@for_importers
def begin(request, pk):
    """Starts a plan, unless a document of it was closed since somebody looked."""
    run = get_object_or_404(ImportRun, pk=pk)
    if closed := _closed(request, run):
        messages.error(request, f"{CLOSED} {', '.join(closed)}.")
        return redirect(run)
    import_runs.begin(run)
    return redirect(run)


@require_POST
@for_importers
def discard(request, pk):
    import_runs.discard(get_object_or_404(ImportRun.objects.exclude(spool=""), pk=pk, task=""))
    return redirect("imports")


@require_POST
@for_importers
def samples(request):
    """The examples that come with the program, imported like any upload, but without the look before."""
    paths = sorted((settings.BASE_DIR / "examples").rglob("*.md"))
    sent = [Sent(path.relative_to(settings.BASE_DIR).as_posix(), [path.read_bytes()]) for path in paths]
    run = import_runs.plan(sent, "")
    import_runs.begin(run)
    return redirect(run)


def _closed(request, run):
    """The files of a plan that would change what is not for whoever sent them."""
    touching = run.files.filter(result__in=TOUCHING)
    documents = Document.everything.filter(pk__in=touching.values("document"))
    closed = closed_to_import(request, documents).values("pk")
    return list(touching.filter(document__in=closed).values_list("path", flat=True)[:FILES_SHOWN])


def _too_much(request):
    """One sentence on why the request is not taken, or ""."""
    size, most = int(request.META.get("CONTENT_LENGTH") or 0), settings.MAX_UPLOAD_BYTES
    if size > most + MORE_BYTES:
        return f"{filesizeformat(size)} are more than the {filesizeformat(most)} taken at once (MAX_UPLOAD_BYTES)."
    try:
        request.POST  # noqa: B018
    except TooManyFilesSent:
        return f"These are more than the {settings.MAX_UPLOAD_FILES:,} files taken at once (MAX_UPLOAD_FILES)."
    except RequestDataTooBig:
        return f"The text is longer than {filesizeformat(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)}."
    return ""


def _read_to_the_end(request):
    """A browser shows the answer only when all of what it sends was taken."""
    while request.read(CHUNK):
        pass


def _form(request, form, refusal="", status=200):
    runs = _as_seen(list(ImportRun.objects.order_by("-pk")[:RUNS_SHOWN]), request.user)
    ctx = {
        "form": form,
        "refusal": refusal,
        "runs": [(run, import_runs.stage(run)) for run in runs],
        "max_bytes": settings.MAX_UPLOAD_BYTES,
        "max_files": settings.MAX_UPLOAD_FILES,
    }
    return render(request, "imports/imports.html", ctx, status=status)


def _as_seen(runs, user):
    """The runs without the files of documents that somebody may not know of, and without names where there are such."""
    hidden, by_pk = hidden_from(user), {run.pk: run for run in runs}
    if hidden is None:
        return runs
    closed = ImportedFile.objects.filter(run__in=runs, document__in=hidden).order_by()
    for pk, result, n in closed.values_list("run", "result").annotate(n=Count("pk")):
        by_pk[pk].sources = []
        by_pk[pk].counts = by_pk[pk].counts | {result: by_pk[pk].counts.get(result, 0) - n}
    return runs


def _counts(run):
    return [(result, run.counts[result]) for result in RESULTS if run.counts.get(result)]


def _progress(run):
    refused = run.files.filter(result=REFUSED).order_by("-pk")[:REFUSED_SHOWN]
    return {"worker": is_at_work(), "refused": refused}


def _files(request, run):
    chosen = request.GET.get("result", "")
    files = _files_seen(run, request.user)
    files = files.filter(result=chosen) if chosen in RESULTS else files
    page = Paginator(files, FILES_SHOWN).get_page(request.GET.get("page"))
    documents = Document.objects.with_counts().defer("fields").in_bulk([file.document_id for file in page])
    return {
        "page": page,
        "rows": [(file, documents.get(file.document_id)) for file in page],
        "chosen": chosen,
        "anything": any(result not in NOTHING_TO_DO for result in run.counts),
    }


def _files_seen(run, user):
    hidden = hidden_from(user)
    return run.files.all() if hidden is None else run.files.filter(Q(document=None) | ~Q(document__in=hidden))


def _learnt(run, user):
    files = _files_seen(run, user).filter(result__in=(NEW, CHANGED, MERGED))
    documents, signatures = files.values("document"), Signature.objects.visible_to(user)
    counts = dict(Finding.objects.filter(document__in=documents).values_list("kind").annotate(Count("pk")).order_by())
    met = signatures.shown().filter(evidence__finding__document__in=documents).values("pk")
    return {
        "findings": [(kind, counts[kind]) for kind in FINDING_KINDS if counts.get(kind)],
        "n_signatures": met.distinct().count(),
        "signatures": signatures.filter(pk__in=met).with_documents().order_by("-pk")[:SIGNATURES_SHOWN],
    }
