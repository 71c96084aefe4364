"""Merging: one entry stands for another, with all that documents and people say of it, until somebody takes it back."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction

from kb.catalogue import refile_all
from kb.curation.deciding import decide, file_signatures_again, locked
from kb.models import Act, Entry, Signature, State


@transaction.atomic
def merge(entry: Entry, into: Entry, *, by: AbstractBaseUser | str, why: str = "") -> Act:
    """From now on `into` stands for `entry`. Learning goes on to file under both, and counts it all for `into`.

    The entry stays on record with its own words, as an alias, so that undoing gives back exactly what was.
    """
    if type(entry) is not type(into):
        raise ValidationError("Only entries of one kind can be merged.")
    row, target = locked(entry, into)
    if row == target:
        raise ValidationError("An entry cannot be merged into itself.")
    if row.merged_into_id or target.merged_into_id:
        raise ValidationError("One of the two was merged into another already: merge that one.")
    if State.REJECTED in (row.state, target.state):
        raise ValidationError("One of the two was rejected: undo that first.")
    aliases = list(row.aliases.select_for_update().order_by("pk"))
    changes = [(each, {"merged_into_id": target.pk}) for each in (row, *aliases)]
    act = decide(Act.Kind.MERGE, [*changes, (target, {})], by, why)
    if isinstance(row, Signature):
        file_signatures_again([row.pk, target.pk, *(alias.pk for alias in aliases)])
    else:
        refile_all(act.wordings)
    return act
