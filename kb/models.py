"""The catalogue: what was learnt, how it hangs together, and the lines it rests on."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.urls import reverse

from incidents.models import Finding
from incidents.reading.values import FINDING_KINDS
from kb.acts import Act, Concern, Decidable, Feedback  # noqa: F401 (Django looks for tables here)
from kb.days import latest, newest
from kb.index import Posting, SignatureKey  # noqa: F401
from kb.links import CauseFix, CauseRule, FixPattern, SignatureCause, SignaturePattern  # noqa: F401
from kb.pastes import KeptPaste, Meeting, VerdictCount  # noqa: F401
from kb.search.rows import SearchMark, SearchRow, SearchWord  # noqa: F401
from kb.suites import PatternLibrary, PatternSuite, PatternSymptom  # noqa: F401
from kb.tokens import ApiToken  # noqa: F401
from kb.visibility import SpokenQuerySet, hidden_from, seen
from kb.watching import Notice, Watch  # noqa: F401
from kb.wordings import Likeness, TellingWord, Wording  # noqa: F401

# From an entry to the documents that speak for it.
TOLD_IN = "evidence__finding__document"


class State(models.TextChoices):
    SUGGESTED = "suggested"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


class EntryQuerySet(models.QuerySet):
    """After `visible_to`, what is counted and fetched is counted and fetched of the documents that may be seen."""

    hidden = None

    def _clone(self):
        clone = super()._clone()
        clone.hidden = self.hidden
        return clone

    def visible_to(self, user):
        """Those that a document speaks for which somebody may know of, and those that none speaks for."""
        return self.without(hidden_from(user))

    def without(self, hidden):
        """But for those that only hidden documents speak for; all of them with None."""
        if hidden is None:
            return self
        return (
            self.exclude(pk__in=self._told_only_by(hidden)).exclude(self._called_only_by(hidden)).told_without(hidden)
        )

    def told_without(self, hidden):
        """All of them, which may be seen as somebody knows already: what hidden documents say of them is left out."""
        told = self._chain()
        told.hidden = hidden
        return told

    def shown(self):
        return self.exclude(state=State.REJECTED).filter(merged_into=None)

    def with_documents(self):
        """Adds `n_documents`: how many documents are evidence of the entry."""
        documents = models.Count("evidence__finding__document", distinct=True, filter=self._seen(TOLD_IN))
        return self.annotate(n_documents=documents)

    def with_last_met(self):
        """Adds `last_met`: the date of the latest document that is evidence of the entry, or None."""
        return self.annotate(last_met=models.Max("evidence__finding__document__date", filter=self._seen(TOLD_IN)))

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
        rows = Evidence.objects.without(self.hidden).select_related("finding__document")
        rows = rows.defer("finding__document__fields", "finding__document__faults")
        latest_first = models.F("finding__document__date").desc(nulls_last=True)
        return self.prefetch_related(models.Prefetch("evidence", rows.order_by(latest_first, "finding_id")))

    def linked(self, name, entries):
        """The prefetch of entries that these lead to under `name`, each once, by links of which one may be seen."""
        rows = entries.shown().without(self.hidden)
        if self.hidden is not None:
            # A prefetch reads the ids of what leads here from the table of links, by the name of the table.
            others = f"{_links(self.model, name)}.document_id NOT IN ({self.hidden.sql})"
            rows = rows.extra(where=[others], params=self.hidden.params)
        return models.Prefetch(name, rows.distinct())

    def _with_outcomes(self, finding, told):
        counts = {
            f"n_{outcome}": models.Count(
                f"{finding}__document", filter=models.Q(**{f"{finding}__outcome": outcome}) & told, distinct=True
            )
            for outcome in Finding.Outcome.values
        }
        return self.annotate(**counts)

    def _seen(self, *paths):
        return seen(self.hidden, *paths) or None

    def _told_only_by(self, hidden):
        kind = self.model._meta.model_name
        others = Evidence.objects.without(hidden).filter(**{kind: models.OuterRef(kind)})
        told = Evidence.objects.filter(finding__document__in=hidden).exclude(**{kind: None})
        return told.filter(~models.Exists(others)).values(kind)

    def _called_only_by(self, hidden):
        """Of those that were merged away, whose evidence counts elsewhere: that only hidden documents say its words."""
        kind = self.model._meta.model_name
        words = {kind: models.OuterRef("merged_into"), "finding__text": models.OuterRef(self.model.words)}
        said = Evidence.objects.filter(finding__document__in=hidden, **words)
        others = Evidence.objects.without(hidden).filter(**words)
        return models.Q(merged_into__isnull=False) & models.Exists(said) & ~models.Exists(others)


def _links(model, path):
    """The table of the links at the end of a path of relations."""
    for name in path.split("__"):
        field = model._meta.get_field(name)
        links, model = getattr(field, "through", None) or field.remote_field.through, field.related_model
    return links._meta.db_table


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

    # The column that has a finding's words until people edit them.
    words = "text"

    class Meta:
        abstract = True

    def __str__(self):
        return self.text[:120]


class SignatureQuerySet(EntryQuerySet):
    def with_outcomes(self):
        """Adds `n_worked`, `n_failed`, `n_proposed`: documents in which a fix of one of its causes had that outcome."""
        told = "signaturecause__cause__causefix__fix__evidence__finding"
        links = "signaturecause__document", "signaturecause__cause__causefix__document"
        return self._with_outcomes(told, seen(self.hidden, f"{told}__document", *links))

    def with_last_met(self):
        """Adds `last_met`: the date of the latest document, paste, confirmed example or feedback, or None."""
        met = Evidence.objects.without(self.hidden).filter(signature=models.OuterRef("pk"))
        pasted = Meeting.objects.of(models.OuterRef("pk"))
        confirmed = Decision.objects.standing().filter(signature=models.OuterRef("pk"), verdict="confirmed")
        return self.annotate(
            last_met=latest(
                newest(met, "finding__document__date"),
                newest(pasted, "day"),
                newest(confirmed, "made_at__date"),
                newest(Feedback.objects.filter(signature=models.OuterRef("pk")), "made_at__date"),
            )
        )

    def with_return(self):
        """Adds `fixed_on`, the date of the first document that says a fix of it worked, and `returned_on`, that of
        the latest that met it after that day; each None without one.
        """
        links = (
            {}
            if self.hidden is None
            else {
                "fix__causefix__in": CauseFix.objects.without(self.hidden),
                "fix__causefix__cause__signaturecause__in": SignatureCause.objects.without(self.hidden),
            }
        )
        of_this = {"fix__causefix__cause__signaturecause__signature": models.OuterRef("pk")}
        told = Evidence.objects.without(self.hidden)
        worked = told.filter(finding__outcome="worked", **of_this, **links)
        met = told.filter(signature=models.OuterRef("pk"), finding__document__date__gt=models.OuterRef("fixed_on"))
        fixed_on = newest(worked, "finding__document__date", first=True)
        return self.annotate(fixed_on=fixed_on).annotate(returned_on=newest(met, "finding__document__date"))

    def returned(self):
        """Those met again after a fix of theirs had worked, the latest return first."""
        return self.with_return().exclude(returned_on=None).order_by("-returned_on", "pk")

    def proven(self):
        """Those of which a document says that a fix of one of their causes worked."""
        return self.filter(pk__in=self._told(Finding.Outcome.WORKED))

    def with_proven(self):
        """Adds `proven`: "yes" or "no"."""
        solved = models.When(pk__in=self._told(Finding.Outcome.WORKED), then=models.Value("yes"))
        return self.annotate(proven=models.Case(solved, default=models.Value("no")))

    def with_failed(self):
        """Adds `failed`: "yes" where a document says that a fix of one of their causes did not work, else "no"."""
        tried = models.When(pk__in=self._told(Finding.Outcome.FAILED), then=models.Value("yes"))
        return self.annotate(failed=models.Case(tried, default=models.Value("no")))

    def with_story(self):
        """Fetches causes, fixes, rules and patterns with their evidence, in a number of queries that never grows."""
        causes, fixes, rules, patterns = (
            model.objects.without(self.hidden).with_evidence() for model in (Cause, Fix, Rule, Pattern)
        )
        return self.with_evidence().prefetch_related(
            self.linked("causes", causes),
            self.linked("causes__fixes", fixes),
            self.linked("causes__rules", rules),
            self.linked("causes__fixes__patterns", patterns),
            self.linked("patterns", patterns),
        )

    def _told(self, outcome):
        told = Evidence.objects.without(self.hidden).filter(finding__outcome=outcome)
        causes = CauseFix.objects.without(self.hidden).filter(fix__in=told.values("fix")).values("cause")
        return SignatureCause.objects.without(self.hidden).filter(cause__in=causes).values("signature")


class Signature(Entry):
    slug = models.SlugField(max_length=120, unique=True)
    title = models.CharField(max_length=300)
    exception_type = models.CharField(max_length=200, blank=True, db_index=True)
    # The message with <*> for what varies; " / " separates two wordings of one failure.
    template = models.TextField()
    example = models.TextField(blank=True)
    language = models.CharField(max_length=30, blank=True, db_index=True)
    # Where it comes from, as far as it says so itself: `kb.matching.provenance` reads it out of type and example.
    library = models.CharField(max_length=60, blank=True, editable=False)
    tool = models.CharField(max_length=20, blank=True, editable=False)
    phase = models.CharField(max_length=12, blank=True, editable=False)
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

    words = "example"

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
        told = Evidence.objects.without(self.hidden).filter(fix=models.OuterRef("pk"))
        return self.annotate(
            last_met=latest(
                newest(told, "finding__document__date"),
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
        return self._with_outcomes("evidence__finding", seen(self.hidden, TOLD_IN))


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


class EvidenceQuerySet(SpokenQuerySet):
    said_in = "finding__document"


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

    objects = EvidenceQuerySet.as_manager()

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
