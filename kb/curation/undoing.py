"""Taking a decision back: everything it wrote is as before, and the history says who took it back."""

from collections.abc import Mapping

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format

from incidents.locking import one_writer
from incidents.reading.values import Error
from kb import decisions
from kb.acts import change_of
from kb.catalogue import ENTRIES, drop_unsaid, refile_all
from kb.curation.deciding import Overtaken, file_signatures_again, plain, said, tell_history
from kb.models import Act, Concern, Decision, Entry, Signature, SignatureKey, Wording
from kb.search.indexing import drop, index_entries
from kb.signatures import index, remove

# An entry is named in the history by its kind and id.
Named = tuple[str, int]
By = AbstractBaseUser | str


@transaction.atomic
def undo(act: Act, *, by: By, why: str = "") -> Act:
    """Takes an act back and gives the row that says so.

    Overtaken if somebody has done so already; ValidationError if a later decision builds on it, naming that one.
    """
    one_writer()
    entries = _locked(act)
    if done := Act.objects.filter(undoes=act).first():
        raise Overtaken(f"{done.name} undid this on {date_format(done.made_at, 'j F Y')}.")
    if act.kind == Act.Kind.UNDO or not act.name:
        raise ValidationError("Only what a person decided can be undone; decide anew instead.")
    if "decision" in act.changes[0]["moved"]:
        decisions.undo(Decision.objects.get(pk=act.changes[0]["moved"]["decision"]), by=by)
        return Act.objects.get(undoes=act)
    if later := _built_on(act):
        raise ValidationError(f"{said(later)}: undo that first.")
    changes = [_restore(change, entries[change["kind"], change["id"]]) for change in act.changes]
    undone = Act.objects.create(kind=Act.Kind.UNDO, undoes=act, why=why, changes=changes, **decisions.author(by))
    tell_history(undone)
    _let_go(act, entries)
    _take_back(act, entries, by)
    return undone


def _locked(act: Act) -> dict[Named, Entry]:
    by_kind = {change["kind"]: [] for change in act.changes}
    for change in act.changes:
        by_kind[change["kind"]].append(change["id"])
    return {
        (kind, pk): entry
        for kind, pks in by_kind.items()
        for pk, entry in ENTRIES[kind].objects.select_for_update().order_by("pk").in_bulk(pks).items()
    }


def _built_on(act: Act) -> Act | None:
    """The latest standing act that wrote a column which this one wrote, or decided on an entry which this one made."""
    written = {(change["kind"], change["id"], column) for change in act.changes for column in change["after"]}
    first = act.changes[0]
    made = first["kind"], first["moved"].get("made")
    for later in _acts_on(act).filter(pk__gt=act.pk).order_by("-pk"):
        for change in later.changes:
            named = change["kind"], change["id"]
            if named == made or any((*named, column) in written for column in change["after"]):
                return later
    return None


def _acts_on(act: Act):
    """The other standing decisions on any entry of an act."""
    named = Concern.objects.none()
    for change in act.changes:
        named = named | Concern.objects.filter(kind=change["kind"], entry=change["id"])
    return Act.objects.standing().by_people().exclude(pk=act.pk).filter(pk__in=named.values("act"))


def _restore(change: Mapping, entry: Entry) -> dict:
    columns = dict(change["before"])
    now = {column: plain(getattr(entry, column)) for column in columns}
    for column, value in columns.items():
        setattr(entry, column, entry._meta.get_field(column.removesuffix("_id")).to_python(value))
    entry.version += 1
    return change_of(entry, now, columns)


def _let_go(act: Act, entries: Mapping[Named, Entry]) -> None:
    """What no other decision keeps is the catalogue's own again."""
    for entry in entries.values():
        entry.decided = Act.objects.standing().by_people().on_entries().about(entry).exists()
        entry.save()
        index_entries(entry._meta.model_name, [entry.pk])
    kept = {pk for other in _acts_on(act) for pk in other.wordings}
    Wording.objects.filter(pk__in=set(act.wordings) - kept).update(pinned=False)


def _take_back(act: Act, entries: Mapping[Named, Entry], by: By) -> None:
    """What an act did besides writing columns."""
    kind, moved = act.changes[0]["kind"], act.changes[0]["moved"]
    if kind == "signature":
        _take_back_keys(moved, [pk for _, pk in entries], by)
        file_signatures_again([pk for _, pk in entries])
        return
    for pk, home in moved.get("wordings", {}).items():
        Wording.objects.filter(pk=pk).update(**{kind: home})
    drop_unsaid(act.wordings)
    refile_all(act.wordings)
    left = [pk for _, pk in entries]
    drop(kind, ENTRIES[kind].objects.filter(pk__in=left, wordings=None, evidence=None, decided=False))


def _take_back_keys(moved: Mapping, pks: list[int], by: By) -> None:
    """A signature made by a split stays as an alias, for the decisions that made it are kept with it."""
    for decision in Decision.objects.filter(pk__in=moved.get("decisions", [])):
        decisions.undo(decision, by=by)
    for decision in Decision.objects.filter(pk__in=moved.get("confirmed", [])):
        error = Error(decision.exception_type, decision.example, 1)
        decisions.confirm(decision.signature, error, by=decision.user or decision.name, why=decision.why)
    manual = SignatureKey.objects.filter(signature__in=pks, origin=SignatureKey.Origin.MANUAL)
    manual.filter(text__in=moved.get("keys", [])).update(origin=SignatureKey.Origin.IMPORT)
    for signature in Signature.objects.filter(pk__in=pks):
        index(signature, written=signature.written)
    if made := moved.get("made"):
        emptied = Signature.objects.get(pk=made)
        remove([emptied])
        Signature.objects.filter(pk=made).update(merged_into=min(set(pks) - {made}), features=b"")
