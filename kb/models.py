"""The catalogue: what was learnt, how it hangs together, and the lines it rests on."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.urls import reverse

from incidents.models import Document, Finding
from incidents.reading.values import FINDING_KINDS
from kb.acts import Act, Concern, Decidable, Feedback  # noqa: F401 (Django looks for tables here)
from kb.days import latest, newest
from kb.index import Posting, SignatureKey  # noqa: F401
from kb.links import CauseFix, CauseRule, FixPattern, SignatureCause, SignaturePattern  # noqa: F401
from kb.pastes import KeptPaste, Meeting, VerdictCount  # noqa: F401
from kb.patterns.taxonomy import CATEGORIES
from kb.search.rows import SearchRow, SearchWord  # noqa: F401
from kb.wordings import Likeness, TellingWord, Wording  # noqa: F401


class State(models.TextChoices):
    SUGGESTED = "suggested"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


class EntryQuerySet(models.QuerySet):
    def shown(self):
        return self.exclude(state=State.REJECTED).filter(merged_into=None)

    def with_documents(self):
        """Adds `n_documents`: how many documents are evidence of the entry."""
        return self.annotate(n_documents=models.Count("evidence__finding__document", distinct=True))

    def with_last_met(self):
        """Adds `last_met`: the date of the latest document that is evidence of the entry, or None."""
        return self.annotate(last_met=models.Max("evidence__finding__document__date"))

    def dormant(self, today):
        """Those last met longer ago than the site's number of days: still matched, and said to have slept."""
        return self.with_last_met().filter(last_met__lt=today - timedelta(days=settings.DORMANT_DAYS))

    def due_for_review(self, today):
        """Those in use whose day of review has come, the longest due first."""
        due = self.shown().filter(obsolete=False, review_by__lte=today)
        return due.order_by("review_by", "pk")

    def most_met(self):
        return self.with_documents().order_by("-n_documents", "pk")

    def with_evidence(self):
        """Fetches the evidence of each entry with its finding and document, latest document first."""
        rows = Evidence.objects.select_related("finding__document").defer(
            "finding__document__fields", "finding__document__faults"
        )
        latest_first = models.F("finding__document__date").desc(nulls_last=True)
        return self.prefetch_related(models.Prefetch("evidence", rows.order_by(latest_first, "finding_id")))


class Entry(Decidable):
    """What every kind of entry has. `key` is that of the first, in their order, of the wordings filed under it."""

    key = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=12, choices=State, default=State.SUGGESTED)
    created = models.DateTimeField(auto_now_add=True)
    updated = models.DateTimeField(auto_now=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        abstract = True


class Statement(Entry):
    """An entry that is a sentence: causes, fixes, rules and patterns."""

    text = models.TextField()

    class Meta:
        abstract = True

    def __str__(self):
        return self.text[:120]


class SignatureQuerySet(EntryQuerySet):
    def with_outcomes(self):
        """Adds `n_worked`, `n_failed`, `n_proposed`: documents in which a fix of one of its causes had that outcome."""
        return self.annotate(
            **{
                f"n_{outcome}": models.Count(
                    "causes__fixes__evidence__finding__document",
                    filter=models.Q(causes__fixes__evidence__finding__outcome=outcome),
                    distinct=True,
                )
                for outcome in Finding.Outcome.values
            }
        )

    def with_last_met(self):
        """Adds `last_met`: the date of the latest document, paste, confirmed example or feedback, or None."""
        pasted = Meeting.objects.of(models.OuterRef("pk"))
        confirmed = Decision.objects.standing().filter(signature=models.OuterRef("pk"), verdict="confirmed")
        return self.annotate(
            last_met=latest(
                newest(Evidence.objects.filter(signature=models.OuterRef("pk")), "finding__document__date"),
                newest(pasted, "day"),
                newest(confirmed, "made_at__date"),
                newest(Feedback.objects.filter(signature=models.OuterRef("pk")), "made_at__date"),
            )
        )

    def with_return(self):
        """Adds `fixed_on`, the date of the first document that says a fix of it worked, and `returned_on`, that of
        the latest that met it after that day; each None without one.
        """
        worked = Evidence.objects.filter(fix__causes__signatures=models.OuterRef("pk"), finding__outcome="worked")
        met = Evidence.objects.filter(
            signature=models.OuterRef("pk"), finding__document__date__gt=models.OuterRef("fixed_on")
        )
        fixed_on = newest(worked, "finding__document__date", first=True)
        return self.annotate(fixed_on=fixed_on).annotate(returned_on=newest(met, "finding__document__date"))

    def returned(self):
        """Those met again after a fix of theirs had worked, the latest return first."""
        return self.with_return().exclude(returned_on=None).order_by("-returned_on", "pk")

    def proven(self):
        """Those of which a document says that a fix of one of their causes worked."""
        return self.filter(pk__in=self._solved())

    def with_proven(self):
        """Adds `proven`: "yes" or "no"."""
        solved = models.When(pk__in=self._solved(), then=models.Value("yes"))
        return self.annotate(proven=models.Case(solved, default=models.Value("no")))

    def with_story(self):
        """Fetches causes, fixes, rules and patterns with their evidence, in a number of queries that never grows."""
        causes = Cause.objects.shown().with_evidence().distinct()
        fixes = Fix.objects.shown().with_evidence().distinct()
        rules = Rule.objects.shown().with_evidence().distinct()
        patterns = Pattern.objects.shown().with_evidence().distinct()
        return self.with_evidence().prefetch_related(
            models.Prefetch("causes", causes),
            models.Prefetch("causes__fixes", fixes),
            models.Prefetch("causes__rules", rules),
            models.Prefetch("causes__fixes__patterns", patterns),
            models.Prefetch("patterns", patterns),
        )

    @staticmethod
    def _solved():
        worked = models.Q(cause__fixes__evidence__finding__outcome=Finding.Outcome.WORKED)
        return SignatureCause.objects.filter(worked).values("signature")


class Signature(Entry):
    slug = models.SlugField(max_length=120, unique=True)
    title = models.CharField(max_length=300)
    exception_type = models.CharField(max_length=200, blank=True, db_index=True)
    # The message with <*> for what varies; " / " separates two wordings of one failure.
    template = models.TextField()
    example = models.TextField(blank=True)
    language = models.CharField(max_length=30, blank=True, db_index=True)
    # A template that a person wrote may say "known"; one derived from a single example may not.
    written = models.BooleanField(default=False)
    # What examples that people confirmed have in common, one wording a line; a message that fits one is known.
    learnt = models.TextField(blank=True)
    # The hashes under which it stands in the postings, 8 bytes each: by them it is taken out and compared.
    features = models.BinaryField(default=b"")
    # The template and what was learnt as the matcher reads them, so that no answer waits for it.
    wordings = models.TextField(default="", editable=False)

    causes = models.ManyToManyField("Cause", through="SignatureCause", related_name="signatures")
    patterns = models.ManyToManyField("Pattern", through="SignaturePattern", related_name="signatures")

    objects = SignatureQuerySet.as_manager()

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("signature", args=[self.slug])


class Cause(Statement):
    tentative = models.BooleanField(default=False)
    fixes = models.ManyToManyField("Fix", through="CauseFix", related_name="causes")
    rules = models.ManyToManyField("Rule", through="CauseRule", related_name="causes")

    def get_absolute_url(self):
        return reverse("cause", args=[self.pk])


class FixQuerySet(EntryQuerySet):
    def with_last_met(self):
        """Adds `last_met`: the date of the latest document or feedback, or None."""
        return self.annotate(
            last_met=latest(
                newest(Evidence.objects.filter(fix=models.OuterRef("pk")), "finding__document__date"),
                newest(Feedback.objects.filter(fix=models.OuterRef("pk")), "made_at__date"),
            )
        )

    def with_feedback(self):
        """Adds `n_yes` and `n_no`: how many people said that it worked for them, and that it did not."""
        counted = models.Q(feedback__counts=True)
        return self.annotate(
            n_yes=models.Count("feedback", filter=counted & models.Q(feedback__worked=True), distinct=True),
            n_no=models.Count("feedback", filter=counted & models.Q(feedback__worked=False), distinct=True),
        )

    def with_outcomes(self):
        """Adds `n_worked`, `n_failed`, `n_proposed`: in how many documents the fix had that outcome."""
        return self.annotate(
            **{
                f"n_{outcome}": models.Count(
                    "evidence__finding__document", filter=models.Q(evidence__finding__outcome=outcome), distinct=True
                )
                for outcome in Finding.Outcome.values
            }
        )


class Fix(Statement):
    patterns = models.ManyToManyField("Pattern", through="FixPattern", related_name="fixes")

    objects = FixQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "fixes"

    def get_absolute_url(self):
        return reverse("fix", args=[self.pk])


class Rule(Statement):
    def get_absolute_url(self):
        return reverse("rule", args=[self.pk])


class Pattern(Statement):
    def get_absolute_url(self):
        return reverse("pattern", args=[self.pk])


class Evidence(models.Model):
    """entry ← finding ← document: exactly one entry, one row for each finding that was filed."""

    finding = models.OneToOneField(Finding, models.CASCADE, related_name="evidence")
    # By which wording a statement was filed; None for signatures, which are filed by keys.
    wording = models.ForeignKey(Wording, models.PROTECT, null=True, related_name="evidence")
    signature = models.ForeignKey(Signature, models.CASCADE, null=True, related_name="evidence")
    cause = models.ForeignKey(Cause, models.CASCADE, null=True, related_name="evidence")
    fix = models.ForeignKey(Fix, models.CASCADE, null=True, related_name="evidence")
    rule = models.ForeignKey(Rule, models.CASCADE, null=True, related_name="evidence")
    pattern = models.ForeignKey(Pattern, models.CASCADE, null=True, related_name="evidence")

    class Meta:
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(
                name="evidence_of_exactly_one_entry",
                condition=models.Q(
                    *[
                        models.Q(**{f"{kind}__isnull": kind != chosen for kind in FINDING_KINDS})
                        for chosen in FINDING_KINDS
                    ],
                    _connector=models.Q.OR,
                ),
            )
        ]

    def __str__(self):
        return f"evidence {self.finding_id}"

    @property
    def entry(self):
        return next(entry for kind in FINDING_KINDS if (entry := getattr(self, kind)))


class DecisionQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(undone_at=None)


class Decision(models.Model):
    """A person's word on whether an error is a signature. It binds until it is undone; the row stays."""

    class Verdict(models.TextChoices):
        CONFIRMED = "confirmed", "yes, this is it"
        REJECTED = "rejected", "not this"

    signature = models.ForeignKey(Signature, models.PROTECT, related_name="decisions")
    verdict = models.CharField(max_length=10, choices=Verdict)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=150)
    made_at = models.DateTimeField(auto_now_add=True)
    why = models.TextField(blank=True)
    exception_type = models.CharField(max_length=200, blank=True)
    example = models.TextField(blank=True)
    algorithm = models.CharField(max_length=20)
    # The hash of the strictest key of the error: what the decision is about.
    error = models.CharField(max_length=64)
    # [{"level", "hash", "text"}]: the keys that the signature gains or loses.
    keys = models.JSONField()
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.CharField(max_length=150, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["signature", "algorithm", "error"],
                condition=models.Q(undone_at=None),
                name="one_standing_decision_of_an_error",
            ),
            models.CheckConstraint(
                condition=models.Q(verdict__in=["confirmed", "rejected"]), name="decision_has_a_verdict"
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="decision_has_a_name"),
            models.CheckConstraint(
                condition=models.Q(undone_at=None, undone_by="")
                | (models.Q(undone_at__isnull=False) & ~models.Q(undone_by="")),
                name="decision_undone_by_somebody",
            ),
        ]

    def __str__(self):
        return f"{self.verdict} by {self.name}: {self.example[:80]}"


class TextRule(models.Model):
    """A rule of a person: a failure that satisfies it is the signature. `kb.text_rules` writes and checks it."""

    signature = models.ForeignKey(Signature, models.PROTECT, related_name="text_rules")
    # {"all": [{"op", "value"}], "any": [...], "none": [...]}
    rule = models.JSONField()
    examples = models.JSONField(default=list)
    counter_examples = models.JSONField(default=list, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=150)
    created = models.DateTimeField(auto_now_add=True)
    valid = models.BooleanField(default=True)
    # The hash of a word that whatever satisfies the rule holds, or 0: by it few of many rules are fetched.
    anchor = models.BigIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["anchor"], condition=models.Q(valid=True), name="text_rule_anchor")]
        constraints = [models.CheckConstraint(condition=~models.Q(name=""), name="text_rule_has_a_name")]

    def __str__(self):
        return f"rule of {self.name} for {self.signature_id}"


class PatternSuiteQuerySet(models.QuerySet):
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
