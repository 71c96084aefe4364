"""Panels on the catalogue itself: do fixes work, what causes most, what waits for somebody."""

from datetime import datetime, time, timedelta

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from kb.catalogue import ENTRIES
from kb.dashboard.panels import Named, Panel, counted, ranking, share
from kb.dashboard.scope import Scope
from kb.drawing.charts import Series, columns
from kb.models import Feedback, Fix, State

OUTCOMES = {"worked": "worked", "failed": "did not work"}
# Up to so long something waits, and that this is longer than so many days.
AGES = {"1 week": 0, "1 month": 7, "3 months": 30, "1 year": 91, "longer": 365}


def failed_fixes(scope: Scope, limit: int | None) -> Panel:
    """Of the fixes whose outcome is told, those that did not work; a person's word counts as a document's."""
    fixes = scope.evidence().filter(finding__outcome__in=OUTCOMES).order_by()
    documents = fixes.values_list("finding__document__date", "finding__outcome").annotate(n=Count("pk"))
    counts = counted([*documents, *_feedback(scope)], list(OUTCOMES))
    worked, failed = (counts.total(name) for name in OUTCOMES)
    rows = [(period, good, bad, share(bad, good + bad)) for period, good, bad in counts.rows()]
    return Panel(
        share(failed, worked + failed),
        f"of {worked + failed} tried fixes did not work",
        ("Period", "Worked", "Did not work", "Share that did not"),
        rows,
        chart=counts.shares(OUTCOMES),
    )


def causes(scope: Scope, limit: int | None) -> Panel:
    told = scope.evidence().filter(cause=OuterRef("pk")).order_by().values("cause")
    documents = Subquery(told.annotate(n=Count("finding__document", distinct=True)).values("n"))
    rows = scope.seen("cause").annotate(n_documents=Coalesce(documents, 0)).filter(n_documents__gt=0)
    rows = rows.order_by("-n_documents", "pk")
    total = rows.count()
    told = [(Named(cause.text, cause.get_absolute_url()), cause.n_documents) for cause in rows[:limit]]
    return ranking(("Cause", "Documents"), told, total, "causes are on record")


def review(scope: Scope, limit: int | None) -> Panel:
    """Suggested entries that nobody has decided on, by how long they have been waiting."""
    waiting = {kind: _ages(scope, kind) for kind in ENTRIES}
    total = sum(map(sum, waiting.values()))
    by_age = tuple(map(sum, zip(*waiting.values(), strict=True)))
    return Panel(
        str(total),
        "entries wait for a review",
        ("Waiting for", *(kind.capitalize() for kind in ENTRIES)),
        list(zip(AGES, *waiting.values(), strict=True)),
        chart=columns(list(AGES), [Series("waiting", "entries waiting", by_age)]),
    )


def stale(scope: Scope, limit: int | None) -> Panel:
    """Entries in use whose day of review has come, the longest due first, and how many signatures sleep."""
    due = [
        (kind, entry)
        for kind in ENTRIES
        for entry in scope.entries(kind).filter(obsolete=False, review_by__lte=scope.today)
    ]
    due.sort(key=lambda told: (told[1].review_by, told[0], told[1].pk))
    days = [(scope.today - entry.review_by).days for _, entry in due]
    over = tuple(between(days, *edges) for edges in edges_of_ages())
    dormant = scope.seen("signature").dormant(scope.today).count()
    return Panel(
        str(len(due)),
        "entries are due for review",
        ("Entry", "Kind", "Due since", "Owner"),
        [
            (Named(str(entry), entry.get_absolute_url(), code=kind == "signature"), kind, entry.review_by, entry.owner)
            for kind, entry in due[:limit]
        ],
        chart=columns(list(AGES), [Series("waiting", "entries overdue", over)]) if due else None,
        total=len(due),
        note=f"{dormant} signature{'s' * (dormant != 1)} sleep: nothing has met them for long.",
    )


def _feedback(scope):
    """What people said of fixes, as (day, outcome, number). It has no kind of document, so time alone narrows it."""
    said = scope.within(Feedback.objects.filter(counts=True), "made_at__date").order_by()
    if scope.hidden is not None:
        said = said.filter(fix__in=Fix.objects.without(scope.hidden))
    for day, worked, n in said.values_list("made_at__date", "worked").annotate(n=Count("pk")):
        yield day, "worked" if worked else "failed", n


def _ages(scope, kind):
    """How many suggested entries of a kind have been waiting for each of AGES; one question."""
    ages = {
        f"age_{place}": Count("pk", filter=_created(scope.today, *edges)) for place, edges in enumerate(edges_of_ages())
    }
    return list(scope.entries(kind).filter(state=State.SUGGESTED).aggregate(**ages).values())


def edges_of_ages():
    """From how many days to how many each of AGES reaches; the last has no end."""
    starts = list(AGES.values())
    return list(zip(starts, [*starts[1:], None], strict=True))


def _created(today, over, until):
    """Created more than `over` days ago and not more than `until`; the youngest from today on."""
    older = Q(created__lt=_midnight(today - timedelta(days=over))) if over else Q()
    return older & Q(created__gte=_midnight(today - timedelta(days=until))) if until else older


def _midnight(day):
    """A moment, which an index finds and a database compares faster than the day of a moment."""
    return timezone.make_aware(datetime.combine(day, time.min))


def between(days, over, until):
    return sum(1 for n in days if (n > over or not over) and (until is None or n <= until))
