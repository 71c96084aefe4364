"""What of the history somebody may read: an act keeps the names and words that entries had, whoever said them."""

from django.db.models import Q

from kb.catalogue import ENTRIES
from kb.models import Act, Concern, Evidence
from kb.visibility import hidden_from


def acts_visible_to(user):
    """All acts, but for those on entries that a hidden document speaks for, or that are gone: nobody knows who did."""
    hidden = hidden_from(user)
    if hidden is None:
        return Act.objects.all()
    closed = Q()
    for kind, model in ENTRIES.items():
        spoken_for = Evidence.objects.filter(finding__document__in=hidden).exclude(**{kind: None}).values(kind)
        open_ones = model.objects.exclude(Q(pk__in=spoken_for) | Q(merged_into__in=spoken_for))
        closed |= Q(kind=kind) & ~Q(entry__in=open_ones.values("pk"))
    return Act.objects.exclude(pk__in=Concern.objects.filter(closed).values("act"))
