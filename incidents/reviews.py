"""The way of a written document from draft to published, who looked at it, and what they said about its lines."""

from django.conf import settings
from django.db import models


class State(models.TextChoices):
    """Findings are taken from what is published, archived or superseded; from the others nothing is learnt yet."""

    DRAFT = "draft"
    REVIEW = "review", "in review"
    PUBLISHED = "published"
    ARCHIVED = "archived"
    SUPERSEDED = "superseded"


UNFINISHED = (State.DRAFT, State.REVIEW)


class ReviewerQuerySet(models.QuerySet):
    def asked(self, user):
        """Those that wait for somebody: in review, and not judged by them as they read now."""
        newest = models.Max("document__revisions__number")
        found = self.filter(user=user, document__state=State.REVIEW, document__deleted_at=None).annotate(newest=newest)
        unjudged = models.Q(revision=None) | models.Q(revision__lt=models.F("newest"))
        return found.filter(unjudged).select_related("document").order_by("asked_at", "pk")


class Reviewer(models.Model):
    """Somebody who was asked to look at a document, and what they said of which of its revisions."""

    class Verdict(models.TextChoices):
        APPROVED = "approved"
        CHANGES = "changes", "asked for changes"

    document = models.ForeignKey("incidents.Document", models.CASCADE, related_name="reviewers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reviews")
    asked_at = models.DateTimeField(auto_now_add=True)
    verdict = models.CharField(max_length=10, choices=Verdict, blank=True)
    # The number of the revision that the verdict is about.
    revision = models.PositiveIntegerField(null=True)
    said_at = models.DateTimeField(null=True)
    why = models.TextField(blank=True)

    objects = ReviewerQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "user"], name="one_reviewer_per_person")]

    def __str__(self):
        return f"{self.user} reviews {self.document}"


class CommentQuerySet(models.QuerySet):
    def open(self):
        return self.filter(resolved_at=None, parent=None)


class Comment(models.Model):
    """What somebody says about lines of a document, or about all of it (no lines), or in answer to another comment.

    The lines are those of revision `revision`, and `quote` what stood there; where they stand by now is worked out.
    A comment with a `suggestion` proposes that text in place of its lines.
    """

    document = models.ForeignKey("incidents.Document", models.CASCADE, related_name="comments")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="answers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=150)
    text = models.TextField(blank=True)
    suggestion = models.TextField(null=True)  # noqa: DJ001 ("" proposes to take the lines away)
    revision = models.PositiveIntegerField()
    first_line = models.PositiveIntegerField(null=True)
    last_line = models.PositiveIntegerField(null=True)
    quote = models.TextField(blank=True)
    created = models.DateTimeField(auto_now_add=True)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.CharField(max_length=150, blank=True)
    # The number of the revision that took the suggestion over.
    applied_in = models.PositiveIntegerField(null=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["document", "created", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(first_line=None, last_line=None)
                | models.Q(first_line__gte=1, first_line__lte=models.F("last_line")),
                name="comment_lines_in_order",
            )
        ]

    def __str__(self):
        return f"{self.name} on {self.document}: {self.text[:80]}"


class Event(models.Model):
    """One row of a document's history that is no revision: its state changed, somebody judged it, others may see or
    edit it or not, a revision got a name or lost its text. Written once, never changed.
    """

    class Kind(models.TextChoices):
        CREATED = "created"
        SUBMITTED = "submitted", "asked for review"
        APPROVED = "approved"
        CHANGES = "changes", "asked for changes"
        WITHDRAWN = "withdrawn", "took back to draft"
        PUBLISHED = "published"
        ARCHIVED = "archived"
        SUPERSEDED = "superseded"
        REOPENED = "reopened"
        MARKED = "marked", "named a revision"
        REDACTED = "redacted", "redacted a revision"
        VISIBILITY = "visibility", "changed who may see it"
        LOCKED = "locked"
        UNLOCKED = "unlocked"

    document = models.ForeignKey("incidents.Document", models.CASCADE, related_name="events")
    kind = models.CharField(max_length=12, choices=Kind)
    revision = models.PositiveIntegerField(null=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=150)
    why = models.TextField(blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["document", "made_at", "pk"]

    def __str__(self):
        return f"{self.name} {self.get_kind_display()}: {self.document}"
