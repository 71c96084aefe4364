"""What of a document or entry is indexed, in which column, and what it is filed under besides."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import accumulate, takewhile

from django.db.models import OuterRef, Subquery

from incidents.models import Document, Finding, Revision
from incidents.reading.labels import tags_of
from kb.models import Cause, Fix, Pattern, PatternSuite, Rule, Signature
from kb.search.rows import DOCUMENT, SearchRow
from kb.search.words import fine, names

# Of a text so many bytes of words are indexed: PostgreSQL takes no more, and nobody searches a dump by its end.
MAX_BYTES = 400_000
# The columns by how much a word in them counts, from the heaviest.
WEIGHTS = (6.0, 4.0, 3.0, 1.0)
Columns = tuple[str, str, str, str]
ENTRIES = {"signature": Signature, "cause": Cause, "fix": Fix, "rule": Rule, "pattern": Pattern}


@dataclass(frozen=True)
class Indexed:
    """`columns` hold words with spaces between: the title, names read coarsely, what it says, and all its text."""

    what: str
    target: int
    kind: str
    columns: Columns
    tags: tuple[str, ...] = ()
    day: str = ""
    seen: datetime | None = None

    @property
    def digest(self) -> str:
        told = "\0".join((*self.columns, *self.tags, self.kind, self.day))
        return sha256(told.encode()).hexdigest()


def of_documents(pks: Collection[int]) -> Iterator[Indexed]:
    """Of the documents with these ids; those that are deleted are left out."""
    said: dict[int, list[str]] = {}
    for pk, text in Finding.objects.filter(document__in=pks).order_by("pk").values_list("document", "text"):
        said.setdefault(pk, []).append(text)
    newest = Revision.objects.filter(document=OuterRef("pk")).order_by("-number")
    rows = Document.objects.filter(pk__in=pks).annotate(text=Subquery(newest.values("text")[:1]))
    for row in rows.defer("faults").order_by("pk"):
        tags, day = tags_of(row.fields), row.date.isoformat() if row.date else ""
        columns = _columns(row.title, "\n".join((row.path, *tags, *said.get(row.pk, ()))), row.text or "")
        yield Indexed(DOCUMENT, row.pk, row.kind, columns, tags, day, row.updated)


def of_entries(kind: str, rows: Collection) -> Iterator[Indexed]:
    """Of entries of one kind, as they stand in the database."""
    tags = _tags_of_patterns(rows) if kind == "pattern" else {}
    for row in rows:
        if isinstance(row, Signature):
            texts = (row.title, row.exception_type, f"{row.template}\n{row.example}")
            yield Indexed(kind, row.pk, kind, _columns(*texts), tuple(filter(None, [row.language.lower()])))
        else:
            yield Indexed(kind, row.pk, kind, _columns("", row.text, ""), tags.get(row.pk, ()))


def columns_of(rows: Iterable[SearchRow]) -> dict[int, Columns]:
    """By the id of each row what is indexed of its document or entry; nothing of what is gone."""
    pks = {(row.what, row.target): row.pk for row in rows}
    indexed = list(of_documents([target for what, target in pks if what == DOCUMENT]))
    for kind, model in ENTRIES.items():
        indexed += of_entries(kind, list(model.objects.filter(pk__in=[target for what, target in pks if what == kind])))
    return {pks[one.what, one.target]: one.columns for one in indexed}


def _columns(title: str, said: str, text: str) -> Columns:
    known = " ".join(names(f"{title}\n{said}\n{text[:MAX_BYTES]}"))
    return _cut(fine(title)), _cut(known.split()), _cut(fine(said)), _cut(fine(text[: 2 * MAX_BYTES]))


def _cut(words: list[str]) -> str:
    ends = accumulate(len(word.encode()) + 1 for word in words)
    return " ".join(words[: sum(1 for _ in takewhile(MAX_BYTES.__ge__, ends))])


def _tags_of_patterns(rows: Collection[Pattern]) -> dict[int, tuple[str, ...]]:
    """The libraries that the suites beside a pattern are about, of those that everybody may see."""
    pattern = "document__findings__evidence__pattern"
    suites = PatternSuite.objects.exclude(document__in=Document.everything.closed())
    named = suites.filter(**{f"{pattern}__in": rows}).values_list(pattern, "libraries__name")
    tags: dict[int, set[str]] = {}
    for pk, name in named:
        tags.setdefault(pk, set()).add(name or "")
    return {pk: tuple(sorted(filter(None, found))) for pk, found in tags.items()}
