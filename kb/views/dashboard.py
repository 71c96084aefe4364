import csv

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header

from kb.access import visible_documents
from kb.dashboard import acting, asking, curating
from kb.dashboard.scope import Scope
from kb.filters import DashboardFilter
from kb.views.unchanged import unless_changed
from kb.views.written import FORMULA
from kb.visibility import hidden_from

ROWS_SHOWN = 10
PANELS = {
    "verdicts": ("What pastes came to", asking.verdicts),
    "recurrences": ("Met again after a fix or a rule", asking.recurrences),
    "failed-fixes": ("Fixes that did not work", curating.failed_fixes),
    "unproven": ("Signatures without a proven fix", asking.unproven),
    "most-met": ("Most met", asking.most_met),
    "causes": ("Top causes", curating.causes),
    "review": ("Waiting for a review", curating.review),
    "actions": ("Open actions", acting.actions),
    "stale": ("Due for review again", curating.stale),
}


@unless_changed
def dashboard(request):
    filters = DashboardFilter(request.GET, visible_documents(request))
    scope = _scope(filters, request.user)
    ctx = {
        "filters": filters,
        "narrowed": any(filters.form.cleaned_data.values()),
        "panels": [(slug, title, ask(scope, ROWS_SHOWN)) for slug, (title, ask) in PANELS.items()],
    }
    return render(request, "dashboard/dashboard.html", ctx)


def dashboard_csv(request, slug):
    if slug not in PANELS:
        raise Http404("There is no such panel.")
    _, ask = PANELS[slug]
    panel = ask(_scope(DashboardFilter(request.GET, visible_documents(request)), request.user), None)
    disposition = content_disposition_header(True, f"errata-{slug}.csv")
    response = HttpResponse(content_type="text/csv; charset=utf-8", headers={"Content-Disposition": disposition})
    writer = csv.writer(response)
    writer.writerow(panel.headings)
    writer.writerows([_plain(cell) for cell in row] for row in panel.rows)
    return response


def _scope(filters, user):
    """Without a filter nothing is asked of the documents at all."""
    asked = filters.form.cleaned_data if filters.form.is_valid() else {}
    narrowed = any(asked.values())
    documents = filters.qs if narrowed else None
    return Scope(timezone.localdate(), documents, asked.get("after"), asked.get("before"), hidden_from(user))


def _plain(cell):
    text = str(cell)
    return f"'{text}" if text.startswith(FORMULA) else text
