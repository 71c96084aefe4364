"""How any decision on entries is made: rows are locked, columns written, wordings kept, and the history told."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.formats import date_format

from incidents.authors import author
from incidents.locking import one_writer
from incidents.models import Document
from kb.acts import change_of
from kb.catalogue import learn_all
from kb.filing import STATEMENTS
from kb.models import Act, Concern, Entry, Evidence, Wording
from kb.news import news_of_act
from kb.search.indexing import index_entries

# An entry and the columns that a decision gives it.
Change = tuple[Entry, Mapping[str, object]]


class Overtaken(ValidationError):
    """Somebody else decided on the entry since it was shown; the message says who, what and when."""


def locked(*entries: Entry) -> list[Entry]:
    """The entries as they are now, locked until the transaction ends.

    Overtaken if somebody decided on one of them since it was read: a page that showed an entry passes it on with the
    `version` it showed.
    """
    one_writer()
    model = type(entries[0])
    rows = model.objects.select_for_update().order_by("pk").in_bulk([entry.pk for entry in entries])
    for entry in entries:
        if entry.pk not in rows:
            raise Overtaken("This entry is not there any more: no document speaks for it.")
        if rows[entry.pk].version != entry.version:
            raise Overtaken(_what_happened(entry))
    return [rows[entry.pk] for entry in entries]


def decide(
    kind: Act.Kind,
    changes: Sequence[Change],
    by: AbstractBaseUser | str,
    why: str,
    **moved: object,
) -> Act:
    """Writes columns of locked entries as one act, and keeps their wordings in place.

    `moved` is what an undo needs to know besides the columns.
    """
    told = [_write(entry, columns) for entry, columns in changes]
    told[0] |= {"moved": moved}
    kept = {pk for entry, _ in changes for pk in _wordings(entry)}
    Wording.objects.filter(pk__in=kept).update(pinned=True)
    act = Act.objects.create(kind=kind, why=why, changes=told, wordings=sorted(kept), **author(by))
    tell_history(act)
    return act


def tell_history(act: Act) -> None:
    """Enters the act in the history of each entry it is about, and tells those who watch one."""
    Concern.objects.bulk_create(Concern(act=act, kind=change["kind"], entry=change["id"]) for change in act.changes)
    news_of_act(act)


def file_signatures_again(pks: Iterable[int]) -> None:
    """Has the documents that speak for these signatures, or for what stands for them, learnt again."""
    evidence = Evidence.objects.filter(signature__in=set(pks))
    learn_all(Document.objects.filter(pk__in=evidence.values("finding__document")).order_by("pk"))


def last_act(entry: Entry) -> Act | None:
    return Act.objects.about(entry).by_people().first()


def said(act: Act) -> str:
    """An act as half a sentence: "Ann confirmed this on 3 May 2026"."""
    return f"{act.name} {act.get_kind_display()} this on {date_format(act.made_at, 'j F Y')}"


def plain(value: object) -> object:
    """A column's value as the history keeps it."""
    return value.isoformat() if isinstance(value, date) else value


def _what_happened(entry: Entry) -> str:
    act = last_act(entry)
    return f"{said(act)}, after you opened it: look again." if act else "This was changed meanwhile: look again."


def _write(entry: Entry, columns: Mapping[str, object]) -> dict:
    before = {column: plain(getattr(entry, column)) for column in columns}
    for column, value in columns.items():
        setattr(entry, column, value)
    entry.version += 1
    entry.decided = True
    entry.save(update_fields=[*columns, "version", "decided", "updated"])
    index_entries(entry._meta.model_name, [entry.pk])
    return change_of(entry, before, {column: plain(value) for column, value in columns.items()})


def _wordings(entry: Entry) -> list[int]:
    return list(entry.wordings.values_list("pk", flat=True)) if entry._meta.model_name in STATEMENTS else []
