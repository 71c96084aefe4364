"""Decisions on one entry: confirm, reject, edit, retire, supersede, and who looks after it until when."""

from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction

from kb.catalogue import refile_all
from kb.curation.deciding import decide, last_act, locked, said
from kb.filing import enter_wording
from kb.models import Act, Entry, Signature, SignatureKey, State
from kb.signatures import index

By = AbstractBaseUser | str
# What can be edited of a signature; of the others it is the text.
EDITABLE = ("title", "exception_type", "template", "example")


def confirm(entry: Entry, *, by: By, why: str = "") -> Act:
    """ "This is so": the entry keeps its words and its place, whatever documents come or go."""
    return _judge(entry, State.CONFIRMED, Act.Kind.CONFIRM, by, why)


def reject(entry: Entry, *, by: By, why: str = "") -> Act:
    """ "This is not so": the entry is shown no more, nor is what says the same when it comes again."""
    return _judge(entry, State.REJECTED, Act.Kind.REJECT, by, why)


@transaction.atomic
def edit(entry: Entry, *, by: By, why: str = "", **columns: str) -> Act:
    """Gives a statement another `text`, or a signature another `title`, `exception_type`, `template` or `example`.

    Documents that say it as before, or as it says now, go on to speak for it.
    """
    (row,) = locked(entry)
    columns = {name: value.strip() for name, value in columns.items() if value.strip() != getattr(row, name)}
    if not columns:
        raise ValidationError("Nothing would change.")
    if not all(value for name, value in columns.items() if name != "exception_type"):
        raise ValidationError("An entry cannot be without words.")
    if isinstance(row, Signature):
        return _edit_signature(row, columns, by, why)
    if columns.keys() != {"text"}:
        raise ValueError("Of a statement only the text can be edited.")
    enter_wording(row, columns["text"])
    act = decide(Act.Kind.EDIT, [(row, columns)], by, why)
    refile_all(act.wordings)
    return act


@transaction.atomic
def retire(entry: Entry, *, by: By, why: str = "") -> Act:
    """Marks the entry obsolete: it is still found, and said to be so."""
    (row,) = locked(entry)
    if row.obsolete:
        raise ValidationError(_already(row))
    return _decided(Act.Kind.RETIRE, row, {"obsolete": True}, by, why)


@transaction.atomic
def supersede(entry: Entry, other: Entry, *, by: By, why: str = "") -> Act:
    """Marks the entry obsolete for the sake of `other`; both say so, and both have it in their history."""
    row, successor = locked(entry, other)
    if row == successor or successor.superseded_by_id == row.pk:
        raise ValidationError("An entry cannot supersede itself.")
    changes = {"superseded_by_id": successor.pk, "obsolete": True}
    act = decide(Act.Kind.SUPERSEDE, [(row, changes), (successor, {})], by, why)
    refile_all(act.wordings)
    return act


@transaction.atomic
def set_owner(entry: Entry, owner: str, *, by: By, why: str = "") -> Act:
    (row,) = locked(entry)
    return _decided(Act.Kind.OWN, row, {"owner": owner[:150]}, by, why)


@transaction.atomic
def verify(entry: Entry, on: date, *, by: By, why: str = "", review_by: date | None = None) -> Act:
    """Says that the entry was found true on a day, and when it is to be looked at again."""
    (row,) = locked(entry)
    return _decided(Act.Kind.VERIFY, row, {"verified_on": on, "review_by": review_by}, by, why)


@transaction.atomic
def set_review(entry: Entry, review_by: date | None, *, by: By, why: str = "") -> Act:
    (row,) = locked(entry)
    return _decided(Act.Kind.REVIEW, row, {"review_by": review_by}, by, why)


@transaction.atomic
def _judge(entry: Entry, state: State, kind: Act.Kind, by: By, why: str) -> Act:
    (row,) = locked(entry)
    if row.state != State.SUGGESTED:
        raise ValidationError(_already(row))
    changes = [(each, {"state": state.value}) for each in (row, *row.aliases.select_for_update().order_by("pk"))]
    act = decide(kind, changes, by, why)
    refile_all(act.wordings)
    return act


def _decided(kind: Act.Kind, row: Entry, columns: dict, by: By, why: str) -> Act:
    act = decide(kind, [(row, columns)], by, why)
    refile_all(act.wordings)
    return act


def _already(row: Entry) -> str:
    act = last_act(row)
    return f"{said(act)}: undo that first." if act else f"This is {row.state} already."


def _edit_signature(row: Signature, columns: dict[str, str], by: By, why: str) -> Act:
    """The strict keys it has been met by stay with it as a person's, so that its documents are still its own."""
    if not columns.keys() <= set(EDITABLE):
        raise ValueError(f"Of a signature these can be edited: {', '.join(EDITABLE)}.")
    kept = row.keys.filter(level="S", origin=SignatureKey.Origin.IMPORT)
    texts = list(kept.values_list("text", flat=True))
    kept.update(origin=SignatureKey.Origin.MANUAL)
    act = decide(Act.Kind.EDIT, [(row, columns | {"written": True})], by, why, keys=texts)
    index(row, written=True)
    return act
