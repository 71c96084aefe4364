"""Who belongs to the team: the role of each account, how they want the site, and the links that let others in."""

from datetime import timedelta
from secrets import token_urlsafe

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone


class Role(models.TextChoices):
    """What an account may do on the site, each all that the one before it may; an admin is a superuser besides."""

    VIEWER = "viewer"
    CONTRIBUTOR = "contributor"
    CURATOR = "curator"
    OWNER = "owner"


RANK = {role: rank for rank, role in enumerate(Role.values)}


def is_at_least(user, role):
    """Whether an account has this role or a higher one. An admin has every role, a visitor without account none."""
    if not user.is_authenticated:
        return False
    return user.is_superuser or RANK[role_of(user)] >= RANK[role]


def role_of(user):
    member = getattr(user, "member", None)
    return member.role if member else Role.VIEWER.value


class Member(models.Model):
    """What Errata knows of an account. Without a row it is a viewer's."""

    class Digest(models.TextChoices):
        OFF = "off", "never"
        DAILY = "daily", "every day"
        WEEKLY = "weekly", "every week"

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="member")
    role = models.CharField(max_length=12, choices=Role, default=Role.VIEWER)
    time_zone = models.CharField(max_length=60, default="UTC")
    digest = models.CharField(max_length=8, choices=Digest, default=Digest.OFF)
    # The day, in UTC, of the last page that was asked for with this account.
    seen_on = models.DateField(null=True, editable=False)
    # What the addresses of this person's own feeds are made with; "" as long as there are none.
    feed_key = models.CharField(max_length=40, blank=True, editable=False)
    # Up to when the last digest told what is new.
    told_until = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(role__in=Role.values), name="member_has_a_known_role")]

    def __str__(self):
        return f"{self.user}, {self.role}"


def accounts_called(names):
    """The accounts with these user names, in small letters."""
    accounts = get_user_model().objects.filter(is_active=True)
    return accounts.annotate(small=Lower("username")).filter(small__in=names)


def accounts_by_name() -> dict[str, int]:
    """The ids of the accounts by user name, e-mail and full name, in small letters; a name of two means neither."""
    accounts: dict[str, int | None] = {}
    found = get_user_model().objects.filter(is_active=True)
    for pk, username, email, first, last in found.values_list("pk", "username", "email", "first_name", "last_name"):
        for name in {username.casefold(), email.casefold(), f"{first} {last}".strip().casefold()} - {""}:
            accounts[name] = pk if accounts.get(name, pk) == pk else None
    return {name: pk for name, pk in accounts.items() if pk}


class InvitationQuerySet(models.QuerySet):
    def open(self, now):
        """Those that let somebody in; that of the first admin only as long as there is none."""
        admins = get_user_model().objects.filter(is_superuser=True, is_active=True)
        unused = self.filter(used_at=None, withdrawn_at=None, expires__gt=now)
        return unused.exclude(models.Q(models.Exists(admins), is_admin=True))


def new_token():
    return token_urlsafe(24)


def in_a_week():
    return timezone.now() + timedelta(days=7)


class Invitation(models.Model):
    """A link that makes one account with a role, until it is used, withdrawn or over."""

    # A digest of what the link holds (incidents.invitations).
    token = models.CharField(max_length=40, unique=True, editable=False)
    role = models.CharField(max_length=12, choices=Role, default=Role.CONTRIBUTOR)
    # True for the link that makes the first admin of a site.
    is_admin = models.BooleanField(default=False)
    email = models.EmailField(blank=True)
    created = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField(default=in_a_week)
    invited_by = models.CharField(max_length=150, blank=True)
    used_at = models.DateTimeField(null=True)
    used_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    def __str__(self):
        return f"invitation of a {self.role}"
