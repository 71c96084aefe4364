"""A rule out of what a team set itself to do: a new one, or one that is on record; each leads to the other."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction

from incidents.actions import ActionItem
from incidents.locking import one_writer
from kb.catalogue import refile_all
from kb.curation.deciding import decide, locked
from kb.filing import enter_wording, wording_key
from kb.matching.statements import read_statement
from kb.models import Act, Rule, State, Wording


@transaction.atomic
def file_action(action: ActionItem, text: str, *, by: AbstractBaseUser | str, why: str = "") -> Rule:
    """The rule that an action is filed as: the one that says `text` already, or else a new one, confirmed.

    One act of the history holds both together; undone, a rule that was made for it is gone. ValidationError if the
    text says nothing, if the rule that says it was rejected, or if the action is filed as that rule already.
    """
    one_writer()
    statement = read_statement(text)
    if not statement.form:
        raise ValidationError("A rule cannot be without words.")
    known = Wording.objects.filter(kind="rule", key=wording_key(statement)).select_related("rule__merged_into").first()
    if known:
        return file_under(action, known.rule.merged_into or known.rule, by=by, why=why)
    # Suggested is what an undo goes back to: without documents that say it too, it is gone then.
    rule = Rule.objects.create(key=wording_key(statement), text=text.strip())
    enter_wording(rule, text)
    act = decide(Act.Kind.CREATE, [(rule, {"state": State.CONFIRMED.value})], by, why, action=action.pk)
    refile_all(act.wordings)
    return rule


@transaction.atomic
def file_under(action: ActionItem, rule: Rule, *, by: AbstractBaseUser | str, why: str = "") -> Rule:
    """Files an action as a rule that is on record. ValidationError as for `file_action`."""
    (row,) = locked(rule)
    if row.state == State.REJECTED:
        raise ValidationError("The rule that says this was rejected: undo that first.")
    if filings().filter(concerns__entry=row.pk, changes__0__moved__action=action.pk).exists():
        raise ValidationError("The action is filed as this rule already.")
    refile_all(decide(Act.Kind.FILE, [(row, {})], by, why, action=action.pk).wordings)
    return row


def filings():
    """The standing acts by which actions were filed as rules."""
    kinds = Act.Kind.CREATE, Act.Kind.FILE
    return Act.objects.standing().filter(kind__in=kinds, concerns__kind="rule", changes__0__moved__has_key="action")
