"""Keeping what somebody writes before it is saved, and telling who has a document open; neither makes a revision."""

from datetime import timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from incidents.authors import author
from incidents.drafts import Draft, Presence
from incidents.models import Document

# The editor says every 15 seconds that it is open; who missed two of these is gone.
HERE = timedelta(seconds=40)


@transaction.atomic
def keep_draft(document: Document, user: AbstractBaseUser, *, text: str, base: int, known: str) -> tuple[Draft, bool]:
    """Keeps the text as the person's draft, and says whether it did.

    A draft that whoever writes does not know of, from another window, is given back as it is: no draft is written over
    unseen. `known` is the `version_of` the draft that they started from, "" for none.
    """
    own = Draft.objects.select_for_update().filter(document=document, user=user)
    draft, is_new = own.get_or_create(document=document, user=user, defaults={"text": text, "base": base})
    if is_new:
        return draft, True
    if known != version_of(draft) and draft.text != text:
        return draft, False
    draft.text, draft.base = text, base
    draft.save()
    return draft, True


def drop_draft(document: Document, user: AbstractBaseUser, *, known: str, text: str | None = None) -> None:
    """Forgets the draft that is meant: the one that was `known`, or one that says no more than `text`.

    The browser sends a draft as it leaves the page, so that what is saved may be a draft that the page never knew of.
    """
    for draft in Draft.objects.filter(document=document, user=user):
        if version_of(draft) == known or draft.text == text:
            draft.delete()


def version_of(draft: Draft) -> str:
    return draft.saved_at.isoformat()


def be_here(document: Document, user: AbstractBaseUser) -> None:
    now = timezone.now()
    Presence.objects.update_or_create(document=document, user=user, defaults={"seen_at": now})
    Presence.objects.filter(document=document, seen_at__lt=now - HERE).delete()


def others_here(document: Document, user: AbstractBaseUser) -> list[str]:
    """The names of those who have the document open besides one person."""
    since = timezone.now() - HERE
    rows = Presence.objects.filter(document=document, seen_at__gte=since).exclude(user=user).select_related("user")
    return sorted(author(row.user)["name"] for row in rows)
