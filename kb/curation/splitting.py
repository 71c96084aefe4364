"""Splitting: what was filed under one entry and is another thing gets an entry of its own, and never drifts back."""

from collections.abc import Collection
from hashlib import sha256

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction

from incidents.reading.values import Error
from kb import decisions
from kb.catalogue import ENTRIES, error_of, new_signature, refile_all
from kb.curation.deciding import decide, file_signatures_again, locked
from kb.filing import shortest
from kb.matching.versions import keys
from kb.models import Act, Decision, Entry, Evidence, Signature, Wording

By = AbstractBaseUser | str


@transaction.atomic
def split(entry: Entry, findings: Collection[int], *, by: By, why: str = "") -> Act:
    """Gives the chosen findings, by id, an entry of their own. Findings in the same words go with them.

    The new entry is the second that the act names. ValidationError if none is chosen, or nothing would be left.
    """
    (row,) = locked(entry)
    evidence = Evidence.objects.filter(**{row._meta.model_name: row}).select_related("finding", "wording")
    chosen = [each for each in evidence if each.finding_id in set(findings)]
    if not chosen or len(chosen) < len(set(findings)):
        raise ValidationError("Choose some of the examples of this entry.")
    if isinstance(row, Signature):
        return _split_signature(row, list(evidence), chosen, by, why)
    return _split_statement(row, list(evidence), chosen, by, why)


def made_by(act: Act) -> Entry:
    """The entry that a split made."""
    first = act.changes[0]
    return ENTRIES[first["kind"]].objects.get(pk=first["moved"]["made"])


def _split_statement(row: Entry, evidence: list[Evidence], chosen: list[Evidence], by: By, why: str) -> Act:
    wordings = {each.wording for each in chosen}
    if {each.wording_id for each in evidence} == {wording.pk for wording in wordings}:
        raise ValidationError("Nothing would be left: what you chose is all there is.")
    new = type(row).objects.create(
        key=_key(row, [wording.key for wording in wordings]),
        text=min((each.finding.text for each in evidence if each.wording in wordings), key=shortest),
        state=row.state,
    )
    homes = {wording.pk: wording.entry_id for wording in wordings}
    Wording.objects.filter(pk__in=homes).update(**{row._meta.model_name: new.pk})
    act = decide(Act.Kind.SPLIT, [(row, {}), (new, {})], by, why, made=new.pk, wordings=homes)
    refile_all(act.wordings)
    return act


def _split_signature(row: Signature, evidence: list[Evidence], chosen: list[Evidence], by: By, why: str) -> Act:
    """The errors chosen are confirmed for the new signature and rejected for the old; those left that look like them
    but for their values are confirmed for the old.
    """
    going = {error_of(each.finding.text)[0] for each in chosen}
    staying = {error_of(each.finding.text)[0] for each in evidence} - going
    if not staying:
        raise ValidationError("Nothing would be left: what you chose is all there is.")
    first = min((each.finding for each in chosen), key=lambda finding: shortest(finding.text))
    new = new_signature(first, _key(row, sorted(error.message for error in going)))
    alike = {key for error in going for key in keys(error) if key.level == "M"}
    said = [decisions.standing_on(row, error) for error in going]
    undone = [decision for decision in said if decision and decision.verdict == Decision.Verdict.CONFIRMED]
    for decision in undone:
        decisions.undo(decision, by=by)
    made = [decisions.reject(row, error, by=by, why=why) for error in sorted(going, key=_text)]
    made += [decisions.confirm(new, error, by=by, why=why) for error in sorted(going, key=_text)]
    made += [
        decisions.confirm(row, error, by=by, why=why)
        for error in sorted(staying, key=_text)
        if alike.intersection(keys(error))
    ]
    pks = [decision.pk for decision in made]
    act = decide(
        Act.Kind.SPLIT,
        [(row, {}), (new, {})],
        by,
        why,
        made=new.pk,
        decisions=pks,
        confirmed=[each.pk for each in undone],
    )
    file_signatures_again([row.pk, new.pk])
    return act


def _key(row: Entry, parts: list[str]) -> str:
    """A key that no wording and no error has, and no other split either."""
    return sha256(f"split {row.version} of {row.key}: {' '.join(sorted(parts))}".encode()).hexdigest()


def _text(error: Error) -> tuple[str, str]:
    return error.type, error.message
