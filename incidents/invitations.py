"""The links that let people in: each makes one account with a role, until it is used, withdrawn or over."""

from datetime import timedelta
from hashlib import blake2b

from django.db import transaction
from django.utils import timezone

from incidents.authors import author
from incidents.people import Invitation, Member, Role, new_token


class InvitationOver(Exception):
    """The link was used, withdrawn or is over, or there never was one."""


def invite(by, *, role, days, email=""):
    """The token of a new link. It is told once: the table keeps a digest, which lets nobody in who reads it."""
    return _invite(role=role, email=email, invited_by=author(by)["name"], expires=timezone.now() + timedelta(days=days))


@transaction.atomic
def invite_first_admin():
    """The token of the link that makes the first admin. The one that was given before is withdrawn."""
    Invitation.objects.open(timezone.now()).filter(is_admin=True).update(withdrawn_at=timezone.now())
    return _invite(role=Role.OWNER, is_admin=True)


def open_invitation(token):
    return Invitation.objects.open(timezone.now()).filter(token=_digest(token or "")).first()


def admit(user, token):
    """Uses the invitation up for an account that was made in the same transaction; InvitationOver undoes both."""
    now, token = timezone.now(), _digest(token or "")
    # One statement that finds and takes: of two that come at once, the second finds nothing.
    if not Invitation.objects.open(now).filter(token=token).update(used_at=now, used_by=user):
        raise InvitationOver
    invitation = Invitation.objects.get(token=token)
    Member.objects.create(user=user, role=invitation.role)
    if invitation.is_admin:
        user.is_superuser = user.is_staff = True
        user.save(update_fields=["is_superuser", "is_staff"])


def withdraw(invitation):
    Invitation.objects.open(timezone.now()).filter(pk=invitation.pk).update(withdrawn_at=timezone.now())


def _invite(**columns):
    token = new_token()
    Invitation.objects.create(token=_digest(token), **columns)
    return token


def _digest(token):
    return blake2b(token.encode(), digest_size=20).hexdigest()
