"""Actions and the rules and fixes that come of them: learnt from the same lines, or filed as one by a person."""

from django.db.models import F, Q

from incidents.actions import ActionItem
from kb.curation.filing_actions import filings
from kb.models import Evidence, Rule, State

MOST = 20


def born_of(actions, user):
    """{action: [the rules and fixes that came of it]}, for the ids of some actions, as far as somebody may see them."""
    entries = {}
    for action, entry in [*_learnt(actions), *_filed(actions, user)]:
        if entry.state != State.REJECTED:
            entries.setdefault(action, {})[entry.get_absolute_url()] = entry
    return {action: list(found.values()) for action, found in entries.items()}


def actions_behind(entry, documents, today):
    """What teams set themselves to do that `entry` came of, as these documents say."""
    kind = entry._meta.model_name
    learnt = Q(
        document__findings__first_line__lte=F("last_line"),
        document__findings__last_line__gte=F("first_line"),
        **{f"document__findings__evidence__{kind}": entry},
    )
    found = ActionItem.objects.of(documents).filter(gone=None).filter(learnt | Q(pk__in=_filed_as(entry)))
    return found.with_standing(today).select_related("document").distinct().most_urgent_first()[:MOST]


def _learnt(actions):
    """(action, entry) for each rule or fix that the lines of an action are evidence of."""
    told = Evidence.objects.filter(
        Q(rule__isnull=False) | Q(fix__isnull=False),
        finding__document__actions__in=actions,
        finding__first_line__lte=F("finding__document__actions__last_line"),
        finding__last_line__gte=F("finding__document__actions__first_line"),
    )
    told = told.annotate(action=F("finding__document__actions")).select_related("rule", "fix").order_by("pk")
    return [(piece.action, piece.rule or piece.fix) for piece in told]


def _filed(actions, user):
    """(action, rule) for each rule that a person filed an action as, or for what stands for that rule now."""
    pairs = [
        (change["moved"]["action"], change["id"])
        for [change] in filings().filter(changes__0__moved__action__in=list(actions)).values_list("changes", flat=True)
    ]
    if not pairs:
        return []
    rules = Rule.objects.visible_to(user).select_related("merged_into").in_bulk([rule for _, rule in pairs])
    return [(action, rules[rule].merged_into or rules[rule]) for action, rule in pairs if rule in rules]


def _filed_as(entry):
    if not isinstance(entry, Rule):
        return []
    named = [entry.pk, *entry.aliases.values_list("pk", flat=True)]
    told = filings().filter(concerns__entry__in=named).values_list("changes", flat=True)
    return [change["moved"]["action"] for [change] in told]
