"""What an import leaves to people: two texts of one document, and one text in two places."""

from django.db import models
from django.urls import reverse


class ConflictQuerySet(models.QuerySet):
    def open(self):
        return self.filter(resolved_at=None)


class Conflict(models.Model):
    """A text from the source that changes the same lines as people did here. It waits; the document is as they left it.

    Base of the comparison is the document's newest imported revision, "ours" its newest.
    """

    class Result(models.TextChoices):
        THEIRS = "theirs", "the source's text taken"
        OURS = "ours", "our text kept"
        EDITED = "edited", "both brought together"
        OVERTAKEN = "overtaken", "the source changed again"

    document = models.ForeignKey("incidents.Document", models.CASCADE, related_name="conflicts")
    path = models.CharField(max_length=1000)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    found_at = models.DateTimeField(auto_now_add=True)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.CharField(max_length=150, blank=True)
    result = models.CharField(max_length=10, choices=Result, blank=True)

    objects = ConflictQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document"], condition=models.Q(resolved_at=None), name="one_open_conflict_of_a_document"
            ),
            models.CheckConstraint(
                condition=models.Q(resolved_at=None, result="")
                | models.Q(resolved_at__isnull=False, result__in=["theirs", "ours", "edited", "overtaken"]),
                name="conflict_resolved_with_a_result",
            ),
        ]

    def __str__(self):
        return f"{self.path} changed here and in its source"

    def get_absolute_url(self):
        return reverse("conflict", args=[self.pk])


class DuplicateQuerySet(models.QuerySet):
    def open(self):
        return self.filter(settled_at=None)


class Duplicate(models.Model):
    """A file with the text of a document that is stored from elsewhere. It is not stored again unless people say so."""

    document = models.ForeignKey("incidents.Document", models.CASCADE, related_name="duplicates")
    location = models.CharField(max_length=1000, unique=True)
    path = models.CharField(max_length=1000)
    found_at = models.DateTimeField(auto_now_add=True)
    # When somebody said that the file is the same document; a file of its own loses its row.
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=150, blank=True)

    objects = DuplicateQuerySet.as_manager()

    def __str__(self):
        return f"{self.path} says the same as {self.document}"
