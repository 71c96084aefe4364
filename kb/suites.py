"""What lies beside the page of a pattern, and what it is about: rows that `kb.patterns` writes."""

from django.db import models

from incidents.models import Document
from kb.patterns.taxonomy import CATEGORIES
from kb.visibility import SpokenQuerySet


class PatternSuiteQuerySet(SpokenQuerySet):
    def of(self, pattern):
        """Those beside the documents that are evidence of a pattern."""
        found = self.filter(document__findings__evidence__pattern=pattern)
        return found.select_related("document").distinct().order_by("slug")


class PatternSuite(models.Model):
    """What lies beside the page of a pattern: a suite that fails, the same repaired, and what running them showed."""

    class State(models.TextChoices):
        VERIFIED = "verified"
        FAILED = "failed", "does not do what it says"
        UNVERIFIED = "unverified", "not verified"

    document = models.OneToOneField(Document, models.CASCADE, related_name="suite")
    slug = models.SlugField(max_length=120)
    category = models.CharField(max_length=40, db_index=True)
    subcategory = models.CharField(max_length=200, blank=True)
    runs = models.JSONField(default=list)
    # {name: text} of each suite, as they were run.
    broken = models.JSONField()
    fixed = models.JSONField()

    state = models.CharField(max_length=12, choices=State, default=State.UNVERIFIED)
    reason = models.TextField(blank=True)
    run_at = models.DateTimeField(null=True)
    seconds = models.FloatField(default=0)
    n_passed = models.PositiveIntegerField(default=0)
    # {"pytest": "9.2.0", …}: what it ran with.
    versions = models.JSONField(default=dict)
    broken_output = models.TextField(blank=True)
    fixed_output = models.TextField(blank=True)

    objects = PatternSuiteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="verified", reason="", run_at__isnull=False)
                | (~models.Q(state="verified") & ~models.Q(reason="")),
                name="suite_is_verified_or_says_why_not",
            )
        ]

    def __str__(self):
        return f"{self.slug}: {self.state}"

    @property
    def category_title(self):
        return CATEGORIES.get(self.category, self.category)


class PatternSymptom(models.Model):
    """How the failure of a pattern looks from outside: one of `kb.patterns.taxonomy.SYMPTOMS`."""

    suite = models.ForeignKey(PatternSuite, models.CASCADE, related_name="symptoms")
    text = models.CharField(max_length=60, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["suite", "text"], name="symptom_once")]

    def __str__(self):
        return self.text


class PatternLibrary(models.Model):
    """A library that a pattern is about, and for which of its versions: "sqlalchemy", ">= 2.0"."""

    suite = models.ForeignKey(PatternSuite, models.CASCADE, related_name="libraries")
    name = models.CharField(max_length=100, db_index=True)
    versions = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["suite", "name"], name="library_once")]

    def __str__(self):
        return f"{self.name} {self.versions}".strip()
