"""The panel on what is still to be done: by whom, and for how long."""

from collections import defaultdict

from django.urls import reverse
from django.utils.http import urlencode

from incidents.actions import ActionItem, Standing
from incidents.models import Document
from kb.dashboard.curating import AGES, between, edges_of_ages
from kb.dashboard.panels import Named, Panel
from kb.dashboard.scope import Scope
from kb.drawing.charts import Series, columns

NOBODY = "nobody is named"
COLUMNS = ("owner", "standing", "document__date", "created__date")


def actions(scope: Scope, limit: int | None) -> Panel:
    """Open actions by owner, those who have most overdue first, and how long ago their documents set them."""
    told = list(_open(scope).values_list(*COLUMNS))
    since = [(scope.today - (day or created)).days for _, _, day, created in told]
    rows = _by_owner(told)
    return Panel(
        str(len(told)),
        f"actions are open, {sum(row[2] for row in rows)} of them overdue",
        ("Owner", "Open", "Overdue", "Open since"),
        rows[:limit],
        chart=columns(list(AGES), [Series("waiting", "actions open", _ages(since))]) if told else None,
        total=len(rows),
        url=_listed(),
    )


def _open(scope):
    documents = Document.objects.all() if scope.documents is None else scope.documents
    if scope.hidden is not None:
        documents = documents.exclude(pk__in=scope.hidden)
    return ActionItem.objects.open().of(documents.order_by().values("pk")).agreed().with_standing(scope.today)


def _by_owner(told):
    """(owner, open, overdue, the oldest day) of each."""
    by_owner = defaultdict(list)
    for owner, standing, day, created in told:
        by_owner[owner].append((standing == Standing.OVERDUE, day or created))
    rows = [
        (_named(owner), len(actions), sum(late for late, _ in actions), min(day for _, day in actions))
        for owner, actions in by_owner.items()
    ]
    return sorted(rows, key=lambda row: (-row[2], -row[1], str(row[0])))


def _named(owner):
    return Named(owner, _listed(owner=owner)) if owner else NOBODY


def _listed(**narrowed):
    """The list of what is to be done, overdue first."""
    query = narrowed | {"standing": [Standing.OVERDUE.value, Standing.OPEN.value]}
    return f"{reverse('actions')}?{urlencode(query, doseq=True)}"


def _ages(days):
    return tuple(between(days, *edges) for edges in edges_of_ages())
