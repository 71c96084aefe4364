"""The rows by which the matcher finds signatures: the keys of each, and for each word who holds it."""

from django.db import models


class SignatureKey(models.Model):
    """One key by which a signature is recognised, kept as text so that every answer can show what was equal.

    A key of a rejected example stands beside them: an error that has it is told to be something else.
    """

    class Level(models.TextChoices):
        STRICT = "S", "same exception and message"
        MEDIUM = "M", "same shape"
        TEMPLATE = "T", "fits the template"
        LOCATION = "L", "same place"
        CODE = "C", "same error code"
        TYPE = "X", "same exception type"

    class Origin(models.TextChoices):
        IMPORT = "import", "read from a document"
        EXAMPLE = "example", "a confirmed example"
        MANUAL = "manual", "written by a person"
        REJECTED = "rejected", "a rejected example"

    signature = models.ForeignKey("kb.Signature", models.CASCADE, related_name="keys")
    level = models.CharField(max_length=1, choices=Level)
    algorithm = models.CharField(max_length=20)
    hash = models.CharField(max_length=64)
    text = models.TextField()
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.IMPORT)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["algorithm", "level", "hash", "signature"], name="signature_key_once")
        ]

    def __str__(self):
        return f"{self.level} {self.text[:80]}"


class Posting(models.Model):
    """Which signatures hold a word or a pair of words: one packed row a feature, so that a lookup reads few rows.

    `signatures` is an array of 8-byte ids, or None once more than the cap hold it: too common to tell anything apart.
    """

    feature = models.BigIntegerField(primary_key=True)
    frequency = models.PositiveIntegerField(default=0)
    signatures = models.BinaryField(null=True)

    def __str__(self):
        return f"{self.feature} in {self.frequency}"
