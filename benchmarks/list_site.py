"""The site as benchmarks/lists.py serves it: with the list that anybody would write first, and a page saying hello."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kb.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.core.paginator import Paginator  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db.models import Count, Prefetch  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.template import engines  # noqa: E402
from django.urls import path  # noqa: E402

from kb.filters import SignatureFilter  # noqa: E402
from kb.models import Cause, Evidence, Signature  # noqa: E402
from kb.urls import urlpatterns as site  # noqa: E402
from kb.views.catalogue import signatures  # noqa: E402

OBVIOUS = engines["django"].from_string("""{% extends "base.html" %}{% load wording %}{% block main %}
<h1>Signatures</h1><form>{{ filters.form.q }}{{ filters.form.after }}{{ filters.form.before }}</form>
{% for label, rows in facets %}<h2>{{ label }}</h2>{% for row in rows %}<a href="?x={{ row.0 }}">{{ row.0 }} {{ row.1 }}</a>{% endfor %}{% endfor %}
<table class="rows">{% for signature in page %}<tr><th><a class="mono" href="{{ signature.get_absolute_url }}">{{ signature.title|masked }}</a></th>
<td>{% for cause in signature.causes.all %}{% for fix in cause.fixes.all %}{% for piece in fix.evidence.all %}{{ piece.finding.outcome }} {% endfor %}{% endfor %}{% endfor %}</td>
<td>{% for pattern in signature.patterns.all %}yes{% endfor %}</td>
<td>{{ signature.evidence.all|length }}</td>
<td>{% for piece in signature.evidence.all %}{% if forloop.first %}{{ piece.finding.document.date|date:"j M Y" }}{% endif %}{% endfor %}</td></tr>{% endfor %}</table>
{% if page.has_previous %}<a href="?page={{ page.previous_page_number }}">Previous</a>{% endif %} {{ page.number }} of {{ page.paginator.num_pages }}
{% if page.has_next %}<a href="?page={{ page.next_page_number }}">Next</a>{% endif %}{% endblock main %}""")  # noqa: E501


def hello(request):
    return HttpResponse("hello")


def obvious(request):
    return HttpResponse(OBVIOUS.render(_obvious(request), request))


def obvious_with_facets(request):
    shown = _obvious(request)
    shown["facets"] = [
        (column, _counts(shown["filters"], column)) for column in ("language", "exception_type", "state")
    ]
    proven = shown["filters"].qs.proven().count()
    shown["facets"].append(("proven", [("yes", proven), ("no", shown["page"].paginator.count - proven)]))
    return HttpResponse(OBVIOUS.render(shown, request))


def _obvious(request):
    """FilterSet, Paginator, prefetches; sorted by what the table has an index for, so by what is easiest for it."""
    shown = Signature.objects.shown().visible_to(request.user)
    filters = SignatureFilter(request.GET, shown.with_proven() if "proven" in request.GET else shown)
    evidence = Evidence.objects.select_related("finding__document").order_by("-finding__document__date")
    causes = Cause.objects.prefetch_related("fixes__evidence__finding")
    rows = filters.qs.prefetch_related(Prefetch("evidence", evidence), Prefetch("causes", causes), "patterns")
    page = Paginator(rows.order_by("-pk"), 50).get_page(request.GET.get("page"))
    return {"filters": filters, "page": page}


def _counts(filters, column):
    return filters.qs.order_by().values_list(column).annotate(n=Count("pk")).order_by("-n")[:12]


urlpatterns = [
    path("hello/", hello),
    path("obvious/", obvious),
    path("obvious/facets/", obvious_with_facets),
    # Without ETag and without the memory of whole pages.
    path("made/", signatures.__wrapped__),
    *site,
]

settings.ROOT_URLCONF = __name__
application = get_wsgi_application()
