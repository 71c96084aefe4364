"""Panels on what people ask and meet: verdicts on pastes, what is met most, what came back."""

from django.db.models import Count, F, IntegerField, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from kb.dashboard.panels import Named, Panel, counted, ranking, share
from kb.dashboard.scope import Scope
from kb.days import newest
from kb.models import Evidence, Meeting, Signature, VerdictCount

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
    open_ones = met.exclude(pk__in=Signature.objects.proven().values("pk"))
    total = open_ones.count()
    return ranking(
        ("Signature", "Met", "Documents", "Pastes"), _rows(open_ones[:limit]), total, "signatures have no proven fix"
    )


def recurrences(scope: Scope, limit: int | None) -> Panel:
    """Documents and pastes that met a signature after a document said that a fix worked, or stated a rule."""
    answered = {row.pk: row for row in _answered()}
    met = [
        (pk, day, n, _after(answered[pk], day))
        for pk, day, n in _meetings(scope)
        if pk in answered and _after(answered[pk], day)
    ]
    counts = counted([(day, after, n) for _, day, n, after in met], list(AFTER))
    latest = {}
    for pk, day, n, after in met:
        times, last, said = latest.get(pk, (0, day, after))
        latest[pk] = (times + n, max(last, day), said)
    rows = [
        (Named(answered[pk].title, answered[pk].get_absolute_url(), code=True), times, last, AFTER[said])
        for pk, (times, last, said) in latest.items()
    ]
    rows.sort(key=lambda row: (row[2], row[1], row[0].text), reverse=True)
    return Panel(
        str(sum(n for _, _, n, _ in met)),
        "times something was met again after a fix or a rule",
        ("Signature", "Times", "Last", "Met again"),
        rows[:limit],
        chart=counts.numbers(AFTER),
        total=len(rows),
    )


def met_in(scope: Scope):
    """The signatures that documents or pastes in view met, most met first, with `n_documents` and `n_pastes`."""
    told, pasted = scope.evidence().exclude(signature=None), scope.within(Meeting.objects.all(), "day")
    documents = told.filter(signature=OuterRef("pk")).order_by().values("signature")
    pastes = pasted.of(OuterRef("pk")).order_by().annotate(all=Value(1)).values("all")
    return (
        Signature.objects.shown()
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
    return [(Named(s.title, s.get_absolute_url(), code=True), s.met, s.n_documents, s.n_pastes) for s in signatures]


def _answered():
    """The signatures for which a fix worked (`fixed_on`) or a rule was stated (`ruled_on`); one may be None."""
    rules = Evidence.objects.filter(rule__causes__signatures=OuterRef("pk"))
    ruled_on = newest(rules, "finding__document__date", first=True)
    rows = Signature.objects.shown().with_return().annotate(ruled_on=ruled_on)
    return rows.exclude(fixed_on=None, ruled_on=None).only("title", "slug")


def _meetings(scope):
    """(signature, day, number) of what was met in view: by documents, and by pastes."""
    told = scope.evidence().exclude(signature=None).exclude(finding__document__date=None)
    told = told.values_list("signature", "finding__document__date")
    pastes = scope.within(Meeting.objects.all(), "day")
    yield from told.annotate(n=Count("finding__document", distinct=True)).order_by()
    yield from pastes.annotate(stands=STANDS).values_list("stands", "day").annotate(Sum("n")).order_by()


def _after(answered, day):
    """After what a meeting of that day came: "fix", "rule", or "" if it came before both."""
    if answered.fixed_on and day > answered.fixed_on:
        return "fix"
    return "rule" if answered.ruled_on and day > answered.ruled_on else ""
