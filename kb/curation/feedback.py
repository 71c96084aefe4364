""" "Did this fix it?" A yes or no on a fix, counted beside what documents say, and never mixed with it."""

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction

from incidents.locking import one_writer
from incidents.reading.redacting import redact
from kb.decisions import author
from kb.filing import enter_wording
from kb.models import Feedback, Fix, Signature

MAX_NOTE = 4000


@transaction.atomic
def tell_outcome(
    fix: Fix,
    *,
    worked: bool,
    by: AbstractBaseUser | str = "",
    note: str = "",
    signature: Signature | None = None,
) -> Feedback:
    """Says whether a fix worked for somebody, perhaps for an error known as `signature`. Of the note no secret is kept.

    Who says it again about the same fix takes the earlier word back. ValidationError if nobody signed it and the site
    does not take that.
    """
    signed = author(by) if by else {"user": None, "name": ""}
    if not signed["name"] and not settings.ANONYMOUS_FEEDBACK:
        raise ValidationError("Say who you are: this site takes no feedback without a name.")
    one_writer()
    row = Fix.objects.select_for_update().get(pk=fix.pk)
    wording = row.wordings.order_by("key").first() or enter_wording(row, row.text)
    if signed["name"]:
        said_by = {"user": signed["user"]} if signed["user"] else {"user": None, "name": signed["name"]}
        Feedback.objects.filter(fix=row.merged_into or row, **said_by).update(counts=False)
    return Feedback.objects.create(
        wording=wording,
        fix=row.merged_into or row,
        signature=signature,
        worked=worked,
        note=redact(note)[:MAX_NOTE],
        **signed,
    )


def withdraw(feedback: Feedback) -> None:
    """Takes a word back: it counts no more, and its row stays."""
    feedback.counts = False
    feedback.save(update_fields=["counts"])
