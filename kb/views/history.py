"""Every decision and what was done by itself, with its reason: to be looked through, never to be changed."""

from django.db.models import Case, F, Value, When
from django.urls import reverse

from kb.catalogue import ENTRIES
from kb.filters import ActFilter
from kb.models import Act
from kb.readable_acts import acts_visible_to
from kb.views.listing import Listing, Sort, show
from kb.views.unchanged import unless_changed

BY_ITSELF = "Errata itself"
MAX_VALUE = 200


def _acts(user):
    by = Case(When(name="", then=Value(BY_ITSELF)), default=F("name"))
    return acts_visible_to(user).annotate(by=by)


def _rows(ids, user):
    acts = _acts(user).select_related("undone_by").in_bulk(ids)
    addresses = _addresses(acts.values())
    return [_row(acts[pk], addresses) for pk in ids if pk in acts]


def _row(act, addresses):
    first, *others = act.changes
    other = others[-1] if others else {}
    return {
        "url": f"{reverse('history')}?act={act.pk}",
        "title": f"{act.get_kind_display()}: {first['name']}",
        "what": act.get_kind_display(),
        "by": act.by,
        "why": act.why,
        "kind": first["kind"],
        "entry": first["name"],
        "entry_url": addresses.get((first["kind"], first["id"]), ""),
        "other": other.get("name", ""),
        "other_url": addresses.get((other.get("kind"), other.get("id")), ""),
        "before": _said(first["before"]),
        "after": _said(first["after"]),
        "undone_by": act.undone_by.name if hasattr(act, "undone_by") else "",
        "updated": act.made_at,
    }


def _said(columns):
    """Columns and values in words, but for the numbers of other entries, which are named beside them."""
    told = {name.replace("_", " "): value for name, value in columns.items() if not name.endswith("_id")}
    return "; ".join(f"{name}: {str(value)[:MAX_VALUE]}" for name, value in told.items() if value not in (None, ""))


def _addresses(acts):
    """Where the entries are that acts are about, as far as they are still there."""
    named = {(change["kind"], change["id"]) for act in acts for change in act.changes}
    return {
        (kind, entry.pk): entry.get_absolute_url()
        for kind, model in ENTRIES.items()
        for entry in model.objects.filter(pk__in=[pk for other, pk in named if other == kind]).defer(*_long(model))
    }


def _long(model):
    return ["features", "template", "example"] if model._meta.model_name == "signature" else ["text"]


HISTORY = Listing(
    words=("decision", "decisions"),
    template="history.html",
    model=Act,
    filters=ActFilter,
    entries=_acts,
    sorts={"new": Sort("latest", ("-pk",)), "old": Sort("oldest", ("pk",))},
    rows=_rows,
)


@unless_changed
def history(request):
    return show(request, HISTORY)
