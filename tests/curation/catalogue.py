"""The catalogue as one value, to be compared: what is filed where, how it is called, and what binds it."""

from kb.catalogue import ENTRIES, LINKS
from kb.models import Evidence, Posting, SignatureKey, Wording

COLUMNS = (
    "state",
    "obsolete",
    "owner",
    "verified_on",
    "review_by",
    "decided",
    "superseded_by__key",
    "merged_into__key",
)


def catalogue():
    entries = {
        (kind, entry.key): (str(entry), *model.objects.filter(pk=entry.pk).values_list(*COLUMNS).get())
        for kind, model in ENTRIES.items()
        for entry in model.objects.all()
    }
    evidence = {each.finding_id: (each.finding.kind, each.entry.key) for each in Evidence.objects.select_related()}
    wordings = {(w.kind, w.key): (w.pinned, getattr(w, w.kind).key) for w in Wording.objects.select_related()}
    links = {
        (model.__name__, *row)
        for model, source, target in LINKS.values()
        for row in model.objects.values_list("document", f"{source}__key", f"{target}__key")
    }
    keys = set(SignatureKey.objects.values_list("signature__key", "level", "text", "origin"))
    return (
        entries,
        evidence,
        wordings,
        links,
        keys,
        dict(Posting.objects.filter(frequency__gt=0).values_list("feature", "frequency")),
    )
