"""The rows by which statements are filed: each way to say it once, the words it is found by, and what is like it."""

from django.db import models

from incidents.reading.values import FINDING_KINDS

STATEMENT_KINDS = FINDING_KINDS[1:]


class Wording(models.Model):
    """One way to say a cause, fix, rule or pattern, filed under one entry. Findings with the same tokens share it.

    `entry` is the entry it was filed under, which may have been merged into another since.
    """

    kind = models.CharField(max_length=12, choices=[(kind, kind) for kind in STATEMENT_KINDS])
    key = models.CharField(max_length=64)
    # The tokens of `kb.matching.statements`, from which likeness is told.
    form = models.TextField()
    cause = models.ForeignKey("kb.Cause", models.PROTECT, null=True, related_name="wordings")
    fix = models.ForeignKey("kb.Fix", models.PROTECT, null=True, related_name="wordings")
    rule = models.ForeignKey("kb.Rule", models.PROTECT, null=True, related_name="wordings")
    pattern = models.ForeignKey("kb.Pattern", models.PROTECT, null=True, related_name="wordings")
    # A decision that stands keeps it where it is: learning never moves it.
    pinned = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="wording_once"),
            models.CheckConstraint(
                name="wording_of_its_kind_of_entry",
                condition=models.Q(
                    *[
                        models.Q(kind=kind, **{f"{other}__isnull": True for other in STATEMENT_KINDS if other != kind})
                        for kind in STATEMENT_KINDS
                    ],
                    _connector=models.Q.OR,
                ),
            ),
        ]

    def __str__(self):
        return f"{self.kind}: {self.form[:80]}"

    @property
    def entry_id(self):
        return getattr(self, f"{self.kind}_id")

    @entry_id.setter
    def entry_id(self, pk):
        setattr(self, f"{self.kind}_id", pk)


class TellingWord(models.Model):
    """By which words a wording is found when another is held against those on record: the hash of each."""

    wording = models.ForeignKey(Wording, models.CASCADE, related_name="telling")
    feature = models.BigIntegerField(db_index=True)

    def __str__(self):
        return f"{self.feature} of {self.wording_id}"


class Likeness(models.Model):
    """Two wordings of one kind that are alike, `one` with the lower id: filed as one, or offered as likely doubles."""

    one = models.ForeignKey(Wording, models.CASCADE, related_name="+")
    other = models.ForeignKey(Wording, models.CASCADE, related_name="+")
    score = models.FloatField()

    class Meta:
        verbose_name_plural = "likenesses"
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="likeness_once"),
            models.CheckConstraint(condition=models.Q(one__lt=models.F("other")), name="likeness_in_order"),
        ]

    def __str__(self):
        return f"{self.one_id} like {self.other_id}: {self.score:.2f}"
