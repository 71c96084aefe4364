"""Tokens by which programs ask in somebody's name: shown once, kept as a hash, for some things only, until a day."""

from datetime import timedelta
from hashlib import sha256
from secrets import token_urlsafe

from django.conf import settings
from django.db import models
from django.utils import timezone

PREFIX = "erk_"
# So much of a token is kept as it is, to tell it from others in a list.
SHOWN = 8
DAYS = 90
LONGEST_DAYS = 366
# That a token was used is written down at most so often.
USED_EVERY = timedelta(hours=1)


class Scope(models.TextChoices):
    READ = "read", "read and search"
    MATCH = "match", "have errors matched"
    FEEDBACK = "feedback", "say what worked"
    IMPORT = "import", "bring in documents"
    WRITE = "write", "write revisions"


class ApiTokenQuerySet(models.QuerySet):
    def standing(self, now):
        return self.filter(revoked_at=None, expires__gt=now, user__is_active=True)


class ApiToken(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    start = models.CharField(max_length=12, editable=False)
    scopes = models.JSONField(default=list)
    created = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.name} ({self.start}…) of {self.user}"

    @property
    def is_standing(self):
        return self.revoked_at is None and self.expires > timezone.now()

    def scope_labels(self):
        return [Scope(scope).label for scope in self.scopes]


def issue(user, name, scopes, days=DAYS):
    """Makes a token, and gives its row and the token itself, which nobody can be told again."""
    token = PREFIX + token_urlsafe(32)
    row = ApiToken.objects.create(
        user=user,
        name=name,
        digest=_digest(token),
        start=token[:SHOWN],
        scopes=[str(scope) for scope in scopes],
        expires=timezone.now() + timedelta(days=days),
    )
    return row, token


def find(token):
    """The row of a token that stands, with its account, or None. Notes that it was used."""
    now = timezone.now()
    row = ApiToken.objects.standing(now).select_related("user__member").filter(digest=_digest(token)).first()
    if row and (row.used_at is None or now - row.used_at > USED_EVERY):
        ApiToken.objects.filter(pk=row.pk).update(used_at=now)
    return row


def revoke(token):
    token.revoked_at = timezone.now()
    token.save(update_fields=["revoked_at"])


def _digest(token):
    return sha256(token.encode()).hexdigest()
