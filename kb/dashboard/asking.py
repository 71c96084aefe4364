"""Panels on what people ask and meet: verdicts on pastes, what is met most, what came back."""

from django.db.models import Count, F, IntegerField, Min, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from kb.dashboard.panels import Named, Panel, counted, ranking, share
from kb.dashboard.scope import Scope
from kb.models import CauseFix, CauseRule, Evidence, Meeting, Signature, SignatureCause, VerdictCount

VERDICTS = {"known": "known", "similar": "similar", "unknown": "unknown", "vague": "too little to go on"}
# The signature that stands for the one that a paste met.
STANDS = Coalesce("signature__merged_into", "signature")
AFTER = {"fix": "after a fix that worked", "rule": "after a rule"}


def verdicts(scope: Scope, limit: int | None) -> Panel:
    rows = scope.within(VerdictCount.objects.all(), "day").values_list("day", "verdict", "n")
    counts = counted(rows, list(VERDICTS))
    total = sum(counts.total(name) for name in VERDICTS)
    return Panel(
        share(counts.total("known"), total),
        f"of {total} paste{'s' * (total != 1)} were known",
        ("Period", *map(str.capitalize, VERDICTS.values())),
        counts.rows(),
        chart=counts.shares(VERDICTS),
        note="Pastes are counted by day, so only the time narrows them.",
    )


def most_met(scope: Scope, limit: int | None) -> Panel:
    met = met_in(scope)
    total = met.count()
    return ranking(("Signature", "Met", "Documents", "Pastes"), _rows(met[:limit]), total, "signatures were met")


def unproven(scope: Scope, limit: int | None) -> Panel:
    met = met_in(scope)
    open_ones = met.exclude(pk__in=Signature.objects.without(scope.hidden).proven().values("pk"))
    total = open_ones.count()
    return ranking(
        ("Signature", "Met", "Documents", "Pastes"), _rows(open_ones[:limit]), total, "signatures have no proven fix"
    )


def recurrences(scope: Scope, limit: int | None) -> Panel:
    """Documents and pastes that met a signature after a document said that a fix worked, or stated a rule."""
    answered = _answered(scope)
    told = ((pk, day, n, _after(answered.get(pk, {}), day)) for pk, day, n in _meetings(scope))
    met = [meeting for meeting in told if meeting[-1]]
    counts = counted([(day, after, n) for _, day, n, after in met], list(AFTER))
    rows = _returned(scope, met)
    return Panel(
        str(sum(n for _, _, n, _ in met)),
        "times something was met again after a fix or a rule",
        ("Signature", "Times", "Last", "Met again"),
        rows[:limit],
        chart=counts.numbers(AFTER),
        total=len(rows),
    )


def _returned(scope, met):
    """A row for each signature that was met again, the latest first."""
    latest = {}
    for pk, day, n, after in sorted(met, key=lambda meeting: meeting[1]):
        latest[pk] = latest.get(pk, (0,))[0] + n, day, AFTER[after]
    found = scope.seen("signature").only("title", "slug").in_bulk(latest)
    rows = [(_named(found[pk]), *told) for pk, told in latest.items() if pk in found]
    return sorted(rows, key=lambda row: (row[2], row[1], row[0].text), reverse=True)


def met_in(scope: Scope):
    """The signatures that documents or pastes in view met, most met first, with `n_documents` and `n_pastes`."""
    told, pasted = scope.evidence().exclude(signature=None), scope.within(Meeting.objects.all(), "day")
    documents = told.filter(signature=OuterRef("pk")).order_by().values("signature")
    pastes = pasted.of(OuterRef("pk")).order_by().annotate(all=Value(1)).values("all")
    return (
        scope.seen("signature")
        .filter(Q(pk__in=told.values("signature")) | Q(pk__in=pasted.annotate(stands=STANDS).values("stands")))
        .annotate(
            n_documents=_number(documents.annotate(n=Count("finding__document", distinct=True)).values("n")),
            n_pastes=_number(pastes.annotate(total=Sum("n")).values("total")),
        )
        .annotate(met=F("n_documents") + F("n_pastes"))
        .order_by("-met", "title", "pk")
        .defer("features")
    )


def _number(rows):
    return Coalesce(Subquery(rows, output_field=IntegerField()), 0)


def _rows(signatures):
    return [(_named(one), one.met, one.n_documents, one.n_pastes) for one in signatures]


def _named(signature):
    return Named(signature.title, signature.get_absolute_url(), code=True)


def _answered(scope):
    """{signature: {"fix": first day on which one worked, "rule": first day on which one was stated}}, each if any.

    Links and days are fetched each for itself: databases are slow at joining the five tables between.
    """
    told, hidden = Evidence.objects.without(scope.hidden), scope.hidden
    worked = told.filter(finding__outcome="worked")
    days = {
        "fix": _by_cause(CauseFix.objects.without(hidden).values_list("cause", "fix"), _first(worked, "fix")),
        "rule": _by_cause(CauseRule.objects.without(hidden).values_list("cause", "rule"), _first(told, "rule")),
    }
    answered = {}
    for signature, cause in SignatureCause.objects.without(hidden).values_list("signature", "cause"):
        for kind, first in days.items():
            if cause in first:
                told = answered.setdefault(signature, {})
                told[kind] = min(told.get(kind, first[cause]), first[cause])
    return answered


def _first(evidence, kind):
    """{fix or rule: the first day of a document that speaks for it}."""
    rows = evidence.exclude(**{kind: None}).exclude(finding__document__date=None)
    return dict(rows.values_list(kind).annotate(first=Min("finding__document__date")).order_by())


def _by_cause(links, days):
    """{cause: the first of the days of what answers it}."""
    first = {}
    for cause, pk in links:
        if pk in days:
            first[cause] = min(first.get(cause, days[pk]), days[pk])
    return first


def _meetings(scope):
    """(signature, day, number) of what was met in view: by documents, and by pastes."""
    told = scope.evidence().exclude(signature=None).exclude(finding__document__date=None)
    told = told.values_list("signature", "finding__document__date")
    pastes = scope.within(Meeting.objects.all(), "day")
    yield from told.annotate(n=Count("finding__document", distinct=True)).order_by()
    yield from pastes.annotate(stands=STANDS).values_list("stands", "day").annotate(Sum("n")).order_by()


def _after(answered, day):
    """After what a meeting of that day came: "fix", "rule", or "" if it came before both."""
    return next((kind for kind in AFTER if kind in answered and day > answered[kind]), "")
