"""How a document leads to entries: `[[E-12]]`, `[[slug-of-a-signature]]`, and addresses such as /fixes/3/."""

import re
from collections.abc import Iterable

from incidents.models import Document
from incidents.reading.rendering.links import Place
from kb.access import visible_entries
from kb.models import Cause, Fix, Pattern, Rule, Signature

# What each form of a target names: rows of a kind by a column.
FORMS = (
    (re.compile(r"\[\[E-(?P<own>\d{1,15})\]\]", re.I | re.A), "numbers"),
    (re.compile(r"\[\[(?P<own>[\w-]{1,120})\]\]", re.A), "signatures"),
    (re.compile(r"/signatures/(?P<own>[\w-]{1,120})/", re.A), "signatures"),
    (re.compile(r"/(?P<kind>causes|fixes|rules|patterns|documents)/(?P<own>\d{1,15})/", re.A), ""),
)
KINDS = {
    "numbers": (Signature, "pk"),
    "signatures": (Signature, "slug"),
    "causes": (Cause, "pk"),
    "fixes": (Fix, "pk"),
    "rules": (Rule, "pk"),
    "patterns": (Pattern, "pk"),
    "documents": (Document, "pk"),
}


def entry_places(targets: Iterable[str], user) -> dict[str, Place]:
    """The places of those targets that name something `user` may see; each kind that is named is asked for once."""
    named = {target: meant for target in targets if (meant := _meant(target))}
    places = {}
    for kind in dict.fromkeys(kind for kind, _ in named.values()):
        found = _found(kind, {own for other, own in named.values() if other == kind}, user)
        places |= {target: found[own] for target, (other, own) in named.items() if other == kind and own in found}
    return places


def _meant(target: str) -> tuple[str, str] | None:
    for form, kind in FORMS:
        if found := form.fullmatch(target):
            return kind or found["kind"], found["own"].lower()
    return None


def _found(kind: str, wanted: set[str], user) -> dict[str, Place]:
    model, column = KINDS[kind]
    rows = model.objects.visible_to(user) if model is Document else visible_entries(user, model)
    rows = rows.filter(**{f"{column}__in": wanted})
    return {str(getattr(row, column)): Place(row.get_absolute_url()) for row in rows}
