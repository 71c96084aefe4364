"""What a team set itself to do after a failure: read from the documents, done by people."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from hashlib import sha256

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from incidents.authors import Author, author
from incidents.people import accounts_by_name
from incidents.reading.values import Action
from incidents.reviews import UNFINISHED

WORDS = re.compile(r"\w+")
SEVERAL = re.compile(r"\s*[/,&+;]\s*|\s+(?:and|und)\s+")
# From so much in common on, another wording is the same action: a typo was mended, a word added.
ALIKE = 0.8
# More leftovers than these were not reworded, the list was written anew.
MOST_REWORDED = 40
SAID = ("key", "text", "owner", "user", "due", "first_line", "last_line", "ticked", "gone")


class Standing(models.TextChoices):
    OVERDUE = "overdue", "overdue"
    OPEN = "open", "open"
    SAID = "said", "done, says the document"
    DONE = "done", "done"
    GONE = "gone", "not in the text any more"


class ActionQuerySet(models.QuerySet):
    def with_standing(self, today):
        """Adds `standing`, one of Standing, and `rank`, by which what is still to be done comes first."""
        standing = models.Case(
            models.When(~models.Q(done_at=None), then=models.Value(Standing.DONE.value)),
            models.When(~models.Q(gone=None), then=models.Value(Standing.GONE.value)),
            models.When(ticked=True, then=models.Value(Standing.SAID.value)),
            models.When(due__lt=today, then=models.Value(Standing.OVERDUE.value)),
            default=models.Value(Standing.OPEN.value),
        )
        rank = models.Case(
            models.When(standing__in=(Standing.OVERDUE, Standing.OPEN), then=models.Value(0)),
            models.When(standing=Standing.SAID, then=models.Value(1)),
            default=models.Value(2),
        )
        return self.annotate(standing=standing).annotate(rank=rank)

    def open(self):
        """Those that nobody calls done, neither here nor in the document."""
        return self.filter(done_at=None, gone=None, ticked=False)

    def overdue(self, today):
        return self.open().filter(due__lt=today)

    def done(self):
        return self.exclude(done_at=None)

    def of(self, documents):
        """Those that one of these documents says, by now or before."""
        return self.filter(document__in=documents)

    def agreed(self):
        """Those of documents that are past their draft: nobody is reminded of what is only proposed."""
        return self.exclude(document__state__in=UNFINISHED)

    def most_urgent_first(self):
        """What is due first comes first, what has no day last."""
        return self.order_by(models.F("due").asc(nulls_last=True), "pk")


class ActionItem(models.Model):
    """One thing to do. Text, owner, due date and lines are as the newest revision of its document says them; that it
    is done is decided here, with a note, and stands however often the document is read again.

    `key` is the text as it is compared, so that an item is the same after an edit elsewhere; `gone` since when no
    revision says it any more.
    """

    document = models.ForeignKey("incidents.Document", models.CASCADE, related_name="actions")
    key = models.CharField(max_length=64)
    text = models.TextField()
    owner = models.CharField(max_length=150, blank=True)
    # The account that the owner's name means, where it means one.
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="actions")
    due = models.DateField(null=True)
    first_line = models.PositiveIntegerField()
    last_line = models.PositiveIntegerField()
    # The document itself says that it is done.
    ticked = models.BooleanField(default=False)
    done_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=150, blank=True)
    note = models.TextField(blank=True)
    created = models.DateTimeField(auto_now_add=True)
    gone = models.DateTimeField(null=True)

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ["document", "first_line", "pk"]
        indexes = [models.Index(fields=["due"], condition=models.Q(done_at=None), name="open_action_by_day")]
        constraints = [
            models.UniqueConstraint(fields=["document", "key"], name="one_action_per_text"),
            models.CheckConstraint(
                condition=models.Q(done_at=None) | ~models.Q(done_by=""), name="action_done_by_somebody"
            ),
        ]

    def __str__(self):
        return self.text[:120]

    def get_absolute_url(self):
        return reverse("action", args=[self.pk])

    @property
    def place(self):
        """Where the document says it."""
        return f"{self.document.get_absolute_url()}#L{self.first_line}"


def store_actions(told: list[tuple[models.Model, tuple[Action, ...]]]) -> None:
    """Makes the rows say what the documents say now. What people said of them stays; what nobody says any more is gone.

    A statement for each table, however many documents there are.
    """
    standing: dict[int, dict[str, ActionItem]] = defaultdict(dict)
    for row in ActionItem.objects.filter(document__in=[document for document, _ in told]):
        standing[row.document_id][row.key] = row
    owners = {action.owner for _, actions in told for action in actions if action.owner}
    accounts = accounts_by_name() if owners else {}
    rows = [row for document, actions in told for row in _rows(document, actions, standing[document.pk], accounts)]
    ActionItem.objects.bulk_create((row for row in rows if not row.pk), batch_size=500)
    ActionItem.objects.bulk_update((row for row in rows if row.pk), SAID, batch_size=200)


def name_owners() -> None:
    """Says again which accounts the owners are; for when accounts come, go or get other names."""
    accounts = accounts_by_name()
    rows = list(ActionItem.objects.exclude(owner="").only("owner", "user"))
    renamed = [row for row in rows if row.user_id != account_of(row.owner, accounts)]
    for row in renamed:
        row.user_id = account_of(row.owner, accounts)
    ActionItem.objects.bulk_update(renamed, ["user"], batch_size=500)


def finish(action: ActionItem, *, by: Author, note: str) -> bool:
    """Says that it is done; False if somebody said so already."""
    told = {"done_at": timezone.now(), "done_by": author(by)["name"], "note": note}
    return bool(ActionItem.objects.filter(pk=action.pk, done_at=None).update(**told))


def reopen(action: ActionItem, *, by: Author, note: str) -> bool:
    """Says that it is still to be done; False if it was open. The note says who, since no other column does."""
    said = f"Reopened by {author(by)['name']}. {note}".strip()
    told = {"done_at": None, "done_by": "", "note": said}
    return bool(ActionItem.objects.filter(pk=action.pk).done().update(**told))


def account_of(owner: str, accounts: Mapping[str, int]) -> int | None:
    """The id of the account that an owner as written means; of several people the first who has one."""
    names = [owner, *SEVERAL.split(owner)]
    return next((accounts[name.casefold()] for name in names if name.casefold() in accounts), None)


def _rows(
    document: models.Model, actions: Iterable[Action], standing: dict[str, ActionItem], accounts: Mapping[str, int]
) -> Iterator[ActionItem]:
    """The rows of one document as they are to be written: what it says, and what it does not say any more."""
    said = dict(_keyed(actions))
    before = _reworded(said, standing)
    for key, action in said.items():
        row = before.pop(key, None) or ActionItem(document=document)
        row.key, row.text, row.owner, row.due = key, action.text, action.owner, action.due
        row.first_line, row.last_line = action.lines
        row.user_id, row.ticked, row.gone = account_of(action.owner, accounts), action.done, None
        yield row
    for row in before.values():
        if not row.gone:
            row.gone = timezone.now()
            yield row


def _keyed(actions: Iterable[Action]) -> Iterator[tuple[str, Action]]:
    """Each action by what its words come to; the same words for the second time are another action."""
    times: Counter[str] = Counter()
    for action in actions:
        words = " ".join(WORDS.findall(action.text.casefold())) or action.text
        times[words] += 1
        yield sha256(f"{words} {times[words] if times[words] > 1 else ''}".encode()).hexdigest(), action


def _reworded(said: Mapping[str, Action], standing: Mapping[str, ActionItem]) -> dict[str, ActionItem]:
    """The rows by the keys that they have from now on: what was put into other words keeps its row."""
    rows = dict(standing)
    left = [key for key, row in rows.items() if key not in said and not row.gone]
    new = [key for key in said if key not in rows]
    if max(len(left), len(new)) > MOST_REWORDED:
        return rows
    for key in new:
        alike = {old: _likeness(rows[old].text, said[key].text) for old in left}
        nearest = max(alike, key=alike.__getitem__, default="")
        if nearest and alike[nearest] >= ALIKE:
            left.remove(nearest)
            rows[key] = rows.pop(nearest)
    return rows


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one.casefold().split(), other.casefold().split()).ratio()
