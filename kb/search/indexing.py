"""The index is written here, and only here, in the transaction of the document or entry that it is about."""

from collections.abc import Collection, Iterable, Iterator

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from incidents.locking import one_writer
from incidents.models import Document
from incidents.reading.values import FINDING_KINDS
from kb.models import SearchRow, SearchWord
from kb.rows import rows_within
from kb.search import opensearch
from kb.search.columns import ENTRIES, Indexed, of_documents, of_entries
from kb.search.engines import engine, of_the_database
from kb.search.rows import DOCUMENT

# Whoever changes how words are cut or which are taken counts this up; `reindex` then writes all rows anew.
VERSION = 1
# Another server has nothing yet of what the engine of the database was given, and the other way round.
ELSEWHERE = 1000
BATCH = 200
FIELDS = ("kind", "day", "tags", "digest", "version", "seen")
# What is proposed for a mistyped word: words with letters, neither tiny nor endless.
WORD_LENGTHS = range(4, 41)
WORDS = f"SELECT id, word FROM {SearchWord._meta.db_table} WHERE word IN"


def index_documents(pks: Iterable[int]) -> int:
    """Brings the rows of these documents up to date, and says how many had to be written."""
    pks = list(pks)
    indexed = list(of_documents(pks))
    forget(DOCUMENT, set(pks) - {one.target for one in indexed})
    return _write(DOCUMENT, indexed)


def index_entries(kind: str, pks: Iterable[int]) -> int:
    """As `index_documents`, for entries of one kind."""
    rows = list(ENTRIES[kind].objects.filter(pk__in=set(pks)).order_by("pk"))
    return _write(kind, list(of_entries(kind, rows)))


@transaction.atomic
def forget(what: str, pks: Iterable[int]) -> int:
    """Takes documents or entries out of the index, and says how many were in it."""
    rows = SearchRow.objects.filter(what=what, target__in=list(pks))
    engine().remove(list(rows.values_list("pk", flat=True)))
    return rows.delete()[0]


@transaction.atomic
def drop(kind: str, entries: QuerySet) -> None:
    """Removes entries of one kind, from the database and from the index."""
    forget(kind, entries.values_list("pk", flat=True))
    entries.delete()


def behind() -> int:
    """How many documents and entries have no row, or not that of today, or one that another server has not got yet."""
    return sum(found.count() for found in _unindexed().values()) + opensearch.waiting()


def catch_up() -> int:
    """Indexes whatever is behind, and says how much that was."""
    return sum(_index(what, pks) for what, found in _unindexed().items() for pks in _batches(found))


def reindex() -> Iterator[int]:
    """Goes through everything and gives for each batch how many rows were written anew or removed."""
    for what, found in _everything().items():
        rows = SearchRow.objects.filter(what=what).exclude(target__in=found.values("pk"))
        yield forget(what, list(rows.values_list("target", flat=True)))
        for pks in _batches(found):
            yield _index(what, pks)


def n_batches() -> int:
    """How many batches `reindex` takes."""
    return sum(1 - -found.count() // BATCH for found in _everything().values())


def _everything() -> dict[str, QuerySet]:
    return {DOCUMENT: Document.objects.all()} | {kind: ENTRIES[kind].objects.all() for kind in FINDING_KINDS}


def _version() -> int:
    return VERSION if engine() is of_the_database() else VERSION + ELSEWHERE


def _unindexed() -> dict[str, QuerySet]:
    current = Q(version=_version()) & (Q(seen=None) | Q(seen=OuterRef("updated")))
    return {
        what: found.filter(~Exists(SearchRow.objects.filter(current, what=what, target=OuterRef("pk"))))
        for what, found in _everything().items()
    }


def _batches(found: QuerySet) -> Iterator[list[int]]:
    pks = list(found.order_by("pk").values_list("pk", flat=True))
    return (pks[start : start + BATCH] for start in range(0, len(pks), BATCH))


def _index(what: str, pks: Collection[int]) -> int:
    return index_documents(pks) if what == DOCUMENT else index_entries(what, pks)


@transaction.atomic
def _write(what: str, indexed: list[Indexed]) -> int:
    """Rows whose words are as they were get a new date on them at most."""
    one_writer()
    written = SearchRow.objects.filter(what=what, target__in=[one.target for one in indexed], version=_version())
    known = dict(written.values_list("target", "digest"))
    changed = [one for one in indexed if known.get(one.target) != one.digest]
    _touch([one for one in indexed if known.get(one.target) == one.digest and one.seen])
    rows = SearchRow.objects.bulk_create(
        [_row(one) for one in changed], update_conflicts=True, unique_fields=["what", "target"], update_fields=FIELDS
    )
    engine().write([(row.pk, one.columns) for row, one in zip(rows, changed, strict=True)])
    _learn_words({word for one in changed for column in one.columns for word in column.split()})
    return len(changed)


def _touch(indexed: Iterable[Indexed]) -> None:
    for one in indexed:
        SearchRow.objects.filter(what=one.what, target=one.target).exclude(seen=one.seen).update(seen=one.seen)


def _row(one: Indexed) -> SearchRow:
    return SearchRow(
        what=one.what,
        target=one.target,
        kind=one.kind,
        day=one.day,
        tags=f"|{'|'.join(one.tags)}|" if one.tags else "",
        digest=one.digest,
        version=_version(),
        seen=one.seen,
    )


def _learn_words(words: Collection[str]) -> None:
    proposed = sorted(word for word in words if len(word) in WORD_LENGTHS and word.isalpha())
    known = {word for _, word in rows_within(WORDS, proposed)}
    new = [word for word in proposed if word not in known]
    SearchWord.objects.bulk_create([SearchWord(word=word) for word in new], ignore_conflicts=True)
    of_the_database().write_words(rows_within(WORDS, new))
