"""What somebody writes before it is a revision, and who else has the same document open."""

from django.conf import settings
from django.db import models


class Draft(models.Model):
    """The whole text of a document as one person has it in the editor; never a revision, and nobody else's.

    `base` is the number of the revision that the text started from.
    """

    document = models.ForeignKey("incidents.Document", models.CASCADE, related_name="drafts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    base = models.PositiveIntegerField()
    text = models.TextField()
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "user"], name="one_draft_of_a_document_per_person")]

    def __str__(self):
        return f"{self.user}'s draft of {self.document}"


class Presence(models.Model):
    """That somebody has a document open in the editor: a notice to others, never a lock."""

    document = models.ForeignKey("incidents.Document", models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "user"], name="one_presence_per_person")]

    def __str__(self):
        return f"{self.user} has {self.document} open"
