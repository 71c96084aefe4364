"""The plain values that lists show, in the order of the ids: dicts cost a template a quarter of what models do."""

from django.urls import reverse

from incidents.models import Document, Finding
from kb.models import Cause, Fix, Pattern, Rule, Signature

OUTCOMES = [f"n_{outcome}" for outcome in Finding.Outcome.values]
FINDINGS = [f"n_{kind}" for kind in Finding.Kind.values]
KINDS = dict(Document.Kind.choices)


def signatures(ids):
    columns = ("pk", "slug", "title", "exception_type", "language", "state", "created", "updated")
    found = Signature.objects.filter(pk__in=ids).with_documents().with_last_met()
    tallies = _by_id(Signature.objects.filter(pk__in=ids).with_outcomes().values("pk", *OUTCOMES))
    suited = set(Pattern.objects.shown().filter(signatures__in=ids).values_list("signatures", flat=True))
    rows = _by_id(found.values(*columns, "n_documents", "last_met"))
    return [
        {
            "url": reverse("signature", args=[row["slug"]]),
            "title": row["title"],
            "type": row["exception_type"],
            "language": row["language"],
            "state": row["state"],
            "documents": row["n_documents"],
            **_outcomes(tallies[row["pk"]]),
            "has_pattern": row["pk"] in suited,
            "last_met": row["last_met"],
            "created": row["created"],
            "updated": row["updated"],
        }
        for row in _in_order(rows, ids)
    ]


def causes(ids):
    return _statements(Cause, ids, "tentative")


def fixes(ids):
    tallies = _by_id(Fix.objects.filter(pk__in=ids).with_outcomes().values("pk", *OUTCOMES))
    rows = zip(_statements(Fix, ids), _in_order(tallies, ids), strict=True)
    return [row | _outcomes(tally) for row, tally in rows]


def rules(ids):
    return _statements(Rule, ids)


def patterns(ids):
    return _statements(Pattern, ids)


def documents(ids):
    columns = ("pk", "title", "path", "kind", "date", "status", "severity", "faults", "imported", "updated")
    rows = _by_id(Document.objects.filter(pk__in=ids).with_counts().values(*columns, *FINDINGS))
    return [
        {
            "url": reverse("document", args=[row["pk"]]),
            "title": row["title"],
            "path": row["path"],
            "kind": KINDS[row["kind"]],
            "date": row["date"],
            "status": row["status"],
            "severity": row["severity"],
            "faults": len(row["faults"]),
            **{f"{kind}s" if kind != "fix" else "fixes": row[f"n_{kind}"] for kind in Finding.Kind.values},
            "created": row["imported"],
            "updated": row["updated"],
        }
        for row in _in_order(rows, ids)
    ]


def _statements(model, ids, *more):
    found = model.objects.filter(pk__in=ids).with_documents()
    rows = _by_id(found.values("pk", "text", "state", "created", "updated", "n_documents", *more))
    return [
        {
            "url": reverse(model._meta.model_name, args=[row["pk"]]),
            "title": row["text"],
            "state": row["state"],
            **{name: row[name] for name in more},
            "documents": row["n_documents"],
            "created": row["created"],
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
