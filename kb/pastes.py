"""What is left of pastes: counts for each day, and a text only where somebody asked for it to be kept."""

from secrets import token_urlsafe

from django.conf import settings
from django.db import models
from django.urls import reverse


class VerdictCount(models.Model):
    """How many pastes had a verdict on a day. `kb.counting` writes it, and nothing of the pastes."""

    day = models.DateField()
    verdict = models.CharField(max_length=10)
    n = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "verdict"], name="one_count_a_day_and_verdict")]

    def __str__(self):
        return f"{self.n} {self.verdict} on {self.day}"


class MeetingQuerySet(models.QuerySet):
    def of(self, signature):
        """Those of a signature and of what was merged into it."""
        return self.filter(models.Q(signature=signature) | models.Q(signature__merged_into=signature))


class Meeting(models.Model):
    """How many pastes of a day held an error that is known as a signature."""

    day = models.DateField()
    signature = models.ForeignKey("kb.Signature", models.CASCADE, related_name="meetings")
    n = models.PositiveIntegerField(default=0)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "signature"], name="one_count_a_day_and_signature")]

    def __str__(self):
        return f"signature {self.signature_id} met {self.n} times on {self.day}"


def new_token():
    """What nobody guesses: the address of a paste is the only key to one that is read by its link."""
    return token_urlsafe(16)


class KeptPasteQuerySet(models.QuerySet):
    def listed(self):
        return self.filter(visibility=KeptPaste.Visibility.EVERYBODY).order_by("-kept_at", "-pk")


class KeptPaste(models.Model):
    """A paste without its secrets, as somebody asked for, and what was answered then."""

    class Visibility(models.TextChoices):
        LINK = "link", "only by its link"
        EVERYBODY = "everybody", "everybody who may read here"

    token = models.CharField(max_length=30, unique=True, default=new_token, editable=False)
    title = models.CharField(max_length=200)
    text = models.TextField()
    visibility = models.CharField(max_length=10, choices=Visibility, default=Visibility.LINK)
    # [{"verdict", "reason", "type", "message", "lines", "matches": [{"signature", "title", "reason"}]}]
    answers = models.JSONField(default=list)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=150)
    kept_at = models.DateTimeField(auto_now_add=True)

    objects = KeptPasteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(visibility__in=["link", "everybody"]), name="kept_paste_has_readers"
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("kept_paste", args=[self.token])
