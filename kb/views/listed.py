"""The plain values that lists show, in the order of the ids: dicts cost a template a quarter of what models do.

The ids are of rows that may be seen, as the list has found them; what is counted of these is counted for the same user.
"""

from collections import Counter, defaultdict

from django.db.models import Count, DateField, Exists, F, Max, OuterRef, Value
from django.urls import reverse

from incidents.models import Document, Finding
from kb.models import (
    Cause,
    Decision,
    Evidence,
    Feedback,
    Fix,
    Meeting,
    Pattern,
    Rule,
    Signature,
    SignatureCause,
    SignaturePattern,
    State,
)
from kb.visibility import hidden_from

OUTCOMES = [f"n_{outcome}" for outcome in Finding.Outcome.values]
FINDINGS = [f"n_{kind}" for kind in Finding.Kind.values]
KINDS = dict(Document.Kind.choices)
# What a signature was met in, and by.
MET = ("documents", "pasted", "confirmed", "helped")
TOLD_ON = "finding__document__date"
# From the cause of a signature to what documents say of its fixes.
FIXED = "cause__causefix__fix__evidence__finding"


def signatures(ids, user):
    columns = ("pk", "slug", "title", "exception_type", "language", "state", "updated")
    rows = _by_id(Signature.objects.filter(pk__in=ids).values(*columns))
    hidden = hidden_from(user)
    told, outcomes = _told_of(ids, hidden), _outcomes_of(ids, hidden)
    return [
        {
            "url": reverse("signature", args=[row["slug"]]),
            "title": row["title"],
            "type": row["exception_type"],
            "language": row["language"],
            "state": row["state"],
            "documents": told["documents", row["pk"]][0],
            **{outcome: outcomes[row["pk"], outcome] for outcome in Finding.Outcome.values},
            "patterns": told["patterns", row["pk"]][0],
            "last_met": max(filter(None, (told[said, row["pk"]][1] for said in MET)), default=None),
            "updated": row["updated"],
        }
        for row in _in_order(rows, ids)
    ]


def _told_of(ids, hidden):
    """{(what is told, signature): (how often, the last day)}, in one query.

    It is what the QuerySet says of signatures, for few of them at a tenth of its price.
    """
    of_these = {"signature__in": ids}
    against = _against(hidden).filter(**of_these)
    confirmed = Decision.objects.standing().filter(verdict="confirmed", **of_these)
    rows = [
        _counted("documents", Evidence.objects.without(hidden).filter(**of_these), "finding__document", TOLD_ON),
        _counted("patterns", against, "pattern"),
        _counted("pasted", Meeting.objects.filter(**of_these), "pk", "day"),
        _counted("confirmed", confirmed, "pk", "made_at__date"),
        _counted("helped", Feedback.objects.filter(**of_these), "pk", "made_at__date"),
    ]
    told = {(said, pk): (n, day) for said, pk, n, day in rows[0].union(*rows[1:], all=True)}
    return defaultdict(lambda: (0, None), told)


def _against(hidden):
    """Patterns against signatures, but for those that only hidden documents speak for."""
    links = SignaturePattern.objects.without(hidden).exclude(pattern__state=State.REJECTED)
    if hidden is None:
        return links
    spoken = Evidence.objects.filter(pattern=OuterRef("pattern"))
    return links.filter(~Exists(spoken.filter(finding__document__in=hidden)) | Exists(spoken.without(hidden)))


def _counted(said, rows, counted, day=None):
    last = Max(day) if day else Value(None, DateField())
    told = rows.order_by().values("signature").annotate(said=Value(said), n=Count(counted, distinct=True), last=last)
    return told.values_list("said", "signature", "n", "last")


def _outcomes_of(ids, hidden):
    """{(signature, outcome): in how many documents a fix of one of its causes had it}"""
    told = SignatureCause.objects.without(hidden).filter(signature__in=ids)
    paths = {"linked": "cause__causefix__document", "told": f"{FIXED}__document", "outcome": f"{FIXED}__outcome"}
    rows = told.annotate(**{name: F(path) for name, path in paths.items()}).exclude(outcome="")
    if hidden is not None:
        rows = rows.exclude(linked__in=hidden).exclude(told__in=hidden)
    counted = rows.values_list("signature", "outcome").annotate(n=Count("told", distinct=True))
    return Counter({(pk, outcome): n for pk, outcome, n in counted})


def causes(ids, user):
    return [_statement(Cause, row) | {"tentative": row["tentative"]} for row in _said(Cause, ids, user, "tentative")]


def fixes(ids, user):
    told = Fix.objects.filter(pk__in=ids).told_without(hidden_from(user))
    tallies = _by_id(told.with_outcomes().values("pk", *OUTCOMES))
    return [_statement(Fix, row) | _outcomes(tallies[row["pk"]]) for row in _said(Fix, ids, user)]


def rules(ids, user):
    return [_statement(Rule, row) for row in _said(Rule, ids, user)]


def patterns(ids, user):
    return [_statement(Pattern, row) for row in _said(Pattern, ids, user)]


def _said(model, ids, user, *more):
    found = model.objects.filter(pk__in=ids).told_without(hidden_from(user)).with_documents()
    return _in_order(_by_id(found.values("pk", "text", "state", "updated", "n_documents", *more)), ids)


def _statement(model, row):
    return {
        "url": reverse(model._meta.model_name, args=[row["pk"]]),
        "title": row["text"],
        "state": row["state"],
        "documents": row["n_documents"],
        "updated": row["updated"],
    }


def documents(ids, user):
    columns = ("pk", "title", "path", "kind", "state", "date", "status", "severity", "faults", "updated")
    rows = _by_id(Document.objects.filter(pk__in=ids).visible_to(user).with_counts().values(*columns, *FINDINGS))
    return [
        {
            "url": reverse("document", args=[row["pk"]]),
            "title": row["title"],
            "path": row["path"],
            "kind": KINDS[row["kind"]],
            "state": row["state"],
            "date": row["date"],
            "status": row["status"],
            "severity": row["severity"],
            "faults": len(row["faults"]),
            **{f"{kind}s" if kind != "fix" else "fixes": row[f"n_{kind}"] for kind in Finding.Kind.values},
            "updated": row["updated"],
        }
        for row in _in_order(rows, ids)
    ]


def _by_id(rows):
    return {row["pk"]: row for row in rows}


def _in_order(rows, ids):
    """Without those that went since the ids were asked for."""
    return [rows[pk] for pk in ids if pk in rows]


def _outcomes(tally):
    return {outcome: tally[f"n_{outcome}"] for outcome in Finding.Outcome.values}
