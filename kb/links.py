"""How entries hang together: a row for each relation and each document that states it."""

from django.db import models

from incidents.models import Document
from kb.visibility import SpokenQuerySet


class EntryLink(models.Model):
    """A relation between two entries, once for each document that states it."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="+")
    reason = models.CharField(max_length=200, blank=True)

    objects = SpokenQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self._meta.verbose_name} stated by document {self.document_id}"


class SignatureCause(EntryLink):
    signature = models.ForeignKey("kb.Signature", models.CASCADE)
    cause = models.ForeignKey("kb.Cause", models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["signature", "cause", "document"], name="signature_cause_once")]


class CauseFix(EntryLink):
    cause = models.ForeignKey("kb.Cause", models.CASCADE)
    fix = models.ForeignKey("kb.Fix", models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cause", "fix", "document"], name="cause_fix_once")]


class CauseRule(EntryLink):
    cause = models.ForeignKey("kb.Cause", models.CASCADE)
    rule = models.ForeignKey("kb.Rule", models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cause", "rule", "document"], name="cause_rule_once")]


class FixPattern(EntryLink):
    fix = models.ForeignKey("kb.Fix", models.CASCADE)
    pattern = models.ForeignKey("kb.Pattern", models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["fix", "pattern", "document"], name="fix_pattern_once")]


class SignaturePattern(EntryLink):
    signature = models.ForeignKey("kb.Signature", models.CASCADE)
    pattern = models.ForeignKey("kb.Pattern", models.CASCADE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["signature", "pattern", "document"], name="signature_pattern_once")
        ]
