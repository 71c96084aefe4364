"""Changes of what an account may do: each in one step, and never away from the last who may change it back."""

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q

from incidents.people import Member, Role

ADMIN = "admin"


class LastOfItsKind(Exception):
    """Nobody would be left who could undo it; says so."""


@transaction.atomic
def give_role(user, role):
    """`role` is one of Role, or ADMIN."""
    if role not in (ADMIN, Role.OWNER) or (user.is_superuser and role != ADMIN):
        _refuse_the_last(user)
    is_admin = role == ADMIN
    Member.objects.update_or_create(user=user, defaults={"role": Role.OWNER if is_admin else role})
    user.is_superuser = user.is_staff = is_admin
    user.save(update_fields=["is_superuser", "is_staff"])


@transaction.atomic
def deactivate(user):
    """Signs them out everywhere and lets them in no more; what they wrote stays theirs."""
    _refuse_the_last(user)
    user.is_active = False
    user.save(update_fields=["is_active"])


def reactivate(user):
    user.is_active = True
    user.save(update_fields=["is_active"])


def _refuse_the_last(user):
    owners = _owners_held()
    others = [one for one in owners if one.pk != user.pk]
    if user.is_superuser and not any(one.is_superuser for one in others):
        raise LastOfItsKind(f"{user} is the last admin: make somebody else one first.")
    if user in owners and not others:
        raise LastOfItsKind(f"{user} is the last owner: make somebody else one first.")


def _owners_held():
    """All who own the site, their rows locked, so that two who lower one another wait for each other.

    Asked twice: PostgreSQL looks at what it waited for with the eyes of before.
    """
    may_own = Q(is_superuser=True) | Q(member__role=Role.OWNER)
    owners = get_user_model().objects.filter(may_own, is_active=True).order_by("pk")
    list(get_user_model().objects.filter(pk__in=owners.values("pk")).order_by("pk").select_for_update())
    return list(owners)
