"""What was decided about entries and what was done to them by itself: rows that are written once and never changed."""

from django.conf import settings
from django.db import models

from incidents.reading.values import FINDING_KINDS

ENTRY_KINDS = [(kind, kind) for kind in FINDING_KINDS]


class Decidable(models.Model):
    """What people decide about an entry. `version` counts the decisions, so that nobody decides on what has changed."""

    # Another entry that stands for this one; learning goes on to file under this one, and counts it there.
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="aliases")
    superseded_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="supersedes")
    obsolete = models.BooleanField(default=False)
    owner = models.CharField(max_length=150, blank=True)
    verified_on = models.DateField(null=True, blank=True)
    review_by = models.DateField(null=True, blank=True, db_index=True)
    # Whether a decision that stands binds it: learning neither renames nor removes it.
    decided = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True


class Unchangeable(models.QuerySet):
    """Rows that can be added and read. Only an account that is deleted is taken out of them; its name stays."""

    def update(self, **values):
        if values != {"user": None}:
            raise TypeError("The history is never edited: write another row.")
        return super().update(**values)

    def _update(self, values, *others):
        raise TypeError("The history is never edited: write another row.")

    def delete(self):
        raise TypeError("The history is never deleted.")


class ActQuerySet(Unchangeable):
    def standing(self):
        return self.filter(undone_by=None, undoes=None)

    def by_people(self):
        return self.exclude(name="")

    def on_entries(self):
        """Without those on errors, which `kb.decisions` makes and undoes."""
        return self.exclude(kind__in=[Act.Kind.KNOWN, Act.Kind.UNLIKE])

    def about(self, entry):
        """What was decided about or done to an entry, latest first."""
        kind, pk = entry._meta.model_name, entry.pk
        return self.filter(concerns__kind=kind, concerns__entry=pk).order_by("-pk")


def change_of(entry, before=None, after=None):
    """An entry as an act names it: what it is, how it was called, and the columns that changed."""
    return {
        "kind": entry._meta.model_name,
        "id": entry.pk,
        "name": str(entry)[:120],
        "before": before or {},
        "after": after or {},
    }


class Act(models.Model):
    """One row of history: who did what, when and why, and what was before and after. `name` is "" for Errata itself.

    A row that undoes another says so in `undoes`; a row that nothing undoes stands.
    """

    class Kind(models.TextChoices):
        CREATE = "create", "created"
        CONFIRM = "confirm", "confirmed"
        REJECT = "reject", "rejected"
        EDIT = "edit", "edited"
        MERGE = "merge", "merged"
        SPLIT = "split", "split"
        RETIRE = "retire", "marked obsolete"
        SUPERSEDE = "supersede", "superseded"
        OWN = "own", "owner set"
        VERIFY = "verify", "verified"
        REVIEW = "review", "review date set"
        UNDO = "undo", "undone"
        FILE = "file", "filed together"
        DROP = "drop", "removed without evidence"
        KNOWN = "known", "confirmed as an example"
        UNLIKE = "unlike", "rejected as an example"

    kind = models.CharField(max_length=10, choices=Kind, db_index=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=150, blank=True)
    made_at = models.DateTimeField(auto_now_add=True, db_index=True)
    why = models.TextField(blank=True)
    # [{"kind", "id", "name", "before": {column: value}, "after": {column: value}}]
    changes = models.JSONField(default=list)
    # The wordings that the act keeps where they are while it stands.
    wordings = models.JSONField(default=list)
    undoes = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="undone_by")

    objects = ActQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(undoes=None) ^ models.Q(kind="undo"), name="only_an_undo_undoes_an_act"
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()} by {self.name or 'Errata'}"

    def delete(self, *args, **kwargs):
        raise TypeError("The history is never deleted.")


class Concern(models.Model):
    """Which entries an act is about. The entry itself may be gone: one that nobody decided on may be removed again."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="concerns")
    kind = models.CharField(max_length=12, choices=ENTRY_KINDS)
    entry = models.BigIntegerField()

    objects = Unchangeable.as_manager()

    class Meta:
        base_manager_name = "objects"
        indexes = [models.Index(fields=["kind", "entry"])]

    def __str__(self):
        return f"act {self.act_id} on {self.kind} {self.entry}"


class Feedback(models.Model):
    """ "Did this fix it?" A person's yes or no on a fix, counted beside what documents say. It follows the wording."""

    wording = models.ForeignKey("kb.Wording", models.PROTECT, related_name="feedback")
    # The entry that stands for the wording now: written by the filing, as evidence is.
    fix = models.ForeignKey("kb.Fix", models.PROTECT, related_name="feedback")
    signature = models.ForeignKey("kb.Signature", models.SET_NULL, null=True, blank=True, related_name="feedback")
    worked = models.BooleanField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    # "" where the site takes what nobody signed.
    name = models.CharField(max_length=150, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    note = models.TextField(blank=True)
    # False once it was taken back, or the same person said something else.
    counts = models.BooleanField(default=True)

    class Meta:
        verbose_name_plural = "feedback"

    def __str__(self):
        return f"{'worked' if self.worked else 'did not work'}: {self.name or 'somebody'} on {self.fix_id}"
