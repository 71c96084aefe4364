"""What is known of documents besides their newest text, as files beside it: revisions, findings, comments, pictures."""

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Model, QuerySet

from incidents.models import (
    ActionItem,
    Comment,
    Conflict,
    Document,
    Duplicate,
    Event,
    Finding,
    FindingLink,
    Mention,
    Name,
    Picture,
    PicturePlace,
    Reviewer,
    Revision,
    Tag,
)
from incidents.packing import Entry, Member, Names
from incidents.tables import Row, line_of, rows_of

FOLDER = "data"
UNSTORED = ("content", "text")

ENDINGS = {"image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "image/webp": ".webp", "image/avif": ".avif"}


@dataclass(frozen=True)
class Table:
    """Rows that go out as one file, `data/<name>.jsonl`. `of` is the column by which they belong to a document."""

    name: str
    model: type[Model]
    of: str = ""
    without: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        return f"{FOLDER}/{self.name}.jsonl"

    @property
    def rows(self) -> QuerySet:
        return Document.everything.all() if self.model is Document else self.model._base_manager.all()


DOCUMENTS = Table("documents", Document, "pk")
REVISIONS = Table("revisions", Revision, "document", UNSTORED)
# Of each document that one may see these go out; of a whole site all of the others too.
TOLD = (
    DOCUMENTS,
    REVISIONS,
    Table("findings", Finding, "document"),
    Table("finding-links", FindingLink, "source__document"),
    Table("comments", Comment, "document"),
    Table("reviewers", Reviewer, "document"),
    Table("events", Event, "document"),
    Table("actions", ActionItem, "document"),
)
PICTURES = Table("pictures", Picture, without=("content",))
KEPT = (
    Table("conflicts", Conflict),
    Table("duplicates", Duplicate),
    Table("names", Name),
    Table("mentions", Mention),
    Table("tags", Tag),
    PICTURES,
    Table("picture-places", PicturePlace),
)


def facts(documents: QuerySet, names: Names, entries: list[Entry]) -> Iterator[Member]:
    """What is told of some documents: their rows, and the pictures that they show."""
    files = files_of(entries)
    for table in TOLD:
        rows = table.rows.filter(**{f"{table.of}__in": documents.order_by().values("pk")})
        yield member(table, rows, {"revisions": revision_column(files)})
    yield from (Member(path, [content]) for path, content in _pictures(_shown_by(documents), names))


def member(table: Table, rows: QuerySet, columns: Mapping[str, Callable[[Model], Row]]) -> Member:
    """A table as a file; `columns` adds for tables by name what stands in no column as it is."""
    more = columns.get(table.name, lambda row: {})
    return Member(table.path, (line_of(told | more(row)) for row, told in rows_of(rows, table.without)))


def files_of(entries: Iterable[Entry]) -> dict[str, tuple[str, str]]:
    """{document id: (path, digest)} of the files that were written."""
    return {entry.id: (entry.path, entry.sha256) for entry in entries}


def revision_column(files: Mapping[str, tuple[str, str]]) -> Callable[[Revision], Row]:
    """Where the bytes of a revision are: in the file of its document, or else in the line itself."""
    uids = {str(uid): pk for pk, uid in Document.everything.values_list("pk", "uid")}
    paths = {uids[uid]: told for uid, told in files.items()}

    def column(revision: Revision) -> Row:
        path, digest = paths.get(revision.document_id, ("", ""))
        if revision.redacted_at:
            return {}
        return {"file": path} if digest == revision.sha256 else as_column(bytes(revision.content))

    return column


def as_column(content: bytes) -> Row:
    """Bytes as text where that brings the same bytes back."""
    try:
        return {"content": content.decode("utf-8")}
    except UnicodeDecodeError:
        return {"content_base64": b64encode(content).decode()}


def from_column(row: Row, read: Callable[[str], bytes]) -> bytes:
    """The bytes that a line says; `read` gives those of a file beside it. Takes these columns out of the row."""
    path, text, coded = (row.pop(name, None) for name in ("file", "content", "content_base64"))
    if path is not None:
        return read(str(path))
    return str(text).encode() if text is not None else b64decode(str(coded or ""))


def placed_pictures(pictures: QuerySet, names: Names) -> dict[int, str]:
    """{picture: path}: where its bytes go, at the first of its places, so that links in the documents lead there."""
    places = {
        place.picture_id: place.path
        for place in PicturePlace.objects.filter(picture__in=pictures.order_by().values("pk")).order_by("-pk")
    }
    return {
        pk: names.free(places.get(pk) or f"files/{digest}{ENDINGS.get(type_, '')}")
        for pk, digest, type_ in pictures.order_by("pk").values_list("pk", "sha256", "type")
    }


def _shown_by(documents: QuerySet) -> QuerySet:
    keys = Mention.objects.filter(document__in=documents.order_by().values("pk")).exclude(key="")
    places = PicturePlace.objects.filter(location__in=keys.values("key")) | PicturePlace.objects.filter(
        name__in=keys.values("key")
    )
    return Picture.objects.filter(pk__in=places.values("picture"))


def _pictures(pictures: QuerySet, names: Names) -> Iterator[tuple[str, bytes]]:
    placed = placed_pictures(pictures, names)
    for pk, path in placed.items():
        yield path, bytes(Picture.objects.get(pk=pk).content)
