"""The archive of a whole site back into an empty one: the same rows under the same ids, or nothing at all."""

import json
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.color import no_style
from django.db import DataError, IntegrityError, connection, transaction

from incidents.facts import Table, from_column
from incidents.locking import one_writer
from incidents.manifests import FORMAT, MANIFEST
from incidents.models import Document, Picture, Revision
from incidents.people import Member, Role
from incidents.reading.encodings import NotText, decode
from incidents.storing import storable
from incidents.tables import BadRow, Row, store_row
from kb.planner import count_again
from kb.search.indexing import catch_up
from kb.whole_site import PEOPLE, TABLES, is_empty

# What the standard library raises for an archive that is cut off, damaged or made up.
DAMAGES = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError)
NOT_EMPTY = "This site is not empty, so what people decided is not brought in; the documents alone can be."


class BadArchive(ValueError):
    """The archive cannot be restored; the message is one sentence, and nothing was stored."""


@dataclass
class Restored:
    """How many rows came back, by the name of their table."""

    rows: dict[str, int] = field(default_factory=dict)


def holds_a_site(path: str | Path) -> bool:
    """Whether a file is the archive of a whole site."""
    try:
        with zipfile.ZipFile(path) as archive:
            return PEOPLE in archive.namelist() and _manifest(archive)["format"] == FORMAT
    except (BadArchive, KeyError, TypeError, *DAMAGES):
        return False


def restore_site(path: str | Path) -> Restored:
    """Brings all back. Raises BadArchive where the site is not empty or something in the archive is not as it was."""
    try:
        with zipfile.ZipFile(path) as archive:
            return _restore(archive)
    except (IntegrityError, DataError) as error:
        raise BadArchive("The rows of the archive contradict one another.") from error
    except (KeyError, TypeError) as error:
        raise BadArchive("The archive is not as Errata writes it.") from error
    except DAMAGES as error:
        raise BadArchive("The archive is damaged, or it is not what its name says.") from error


@transaction.atomic
def _restore(archive: zipfile.ZipFile) -> Restored:
    one_writer()
    if not is_empty():
        raise BadArchive(NOT_EMPTY)
    read = _reader(archive, _manifest(archive))
    people = {row["username"]: _account(row) for row in _rows(PEOPLE, read)}
    restored = Restored()
    for table in TABLES:
        restored.rows[table.name] = _store(table, read, people)
    _count_on()
    catch_up()
    count_again()
    return restored


def _manifest(archive: zipfile.ZipFile) -> dict:
    if sum(info.file_size for info in archive.infolist()) > settings.MAX_ARCHIVE_BYTES:
        raise BadArchive(f"The archive unpacks to more than {settings.MAX_ARCHIVE_BYTES:,} bytes.")
    try:
        manifest = json.loads(archive.read(MANIFEST))
        if manifest["format"] != FORMAT:
            raise BadArchive(f"Its format is {str(manifest['format'])[:60]!r}; this Errata reads {FORMAT!r}.")
        return manifest
    except (KeyError, TypeError, ValueError) as error:
        raise BadArchive("The archive has no manifest that can be read.") from error


def _reader(archive: zipfile.ZipFile, manifest: dict) -> Callable[[str], bytes]:
    """A function that gives the bytes of a file if they are those that the manifest tells of."""
    digests = {one["path"]: one["sha256"] for one in (*manifest["documents"], *manifest["beside"])}

    def read(path: str) -> bytes:
        if path not in digests or path not in archive.NameToInfo:
            raise BadArchive(f"The archive has no {path}.")
        content = archive.read(path)
        if sha256(content).hexdigest() != digests[path]:
            raise BadArchive(f"{path} is not as it was exported.")
        return content

    return read


def _rows(path: str, read: Callable[[str], bytes]) -> Iterator[Row]:
    for number, line in enumerate(read(path).split(b"\n")[:-1], start=1):
        try:
            yield json.loads(line)
        except ValueError as error:
            raise BadArchive(f"{path}:{number} is no JSON.") from error


def _account(row: Row) -> int:
    """The account of that name; else a new one that nobody can sign in to until an admin lets them."""
    names = {"first_name": row["first_name"], "last_name": row["last_name"], "is_active": False}
    user, is_new = get_user_model().objects.get_or_create(username=row["username"], defaults=names)
    if is_new:
        user.set_unusable_password()
        user.save(update_fields=["password"])
        role = row["role"] if row["role"] in Role.values else Role.VIEWER
        Member.objects.update_or_create(user=user, defaults={"role": role})
    return user.pk


def _store(table: Table, read: Callable[[str], bytes], people: Mapping[str, int]) -> int:
    stored = 0
    for row in _rows(table.path, read):
        given = GIVEN.get(table.model, _nothing)(row, read)
        try:
            store_row(table.model, row, people, given)
        except BadRow as error:
            raise BadArchive(str(error)) from error
        stored += 1
    return stored


def _bytes_of_revision(row: Row, read: Callable[[str], bytes]) -> Mapping[str, object]:
    if row["redacted_at"]:
        return {"content": b"", "text": ""}
    content = _checked(row, read)
    try:
        return {"content": content, "text": storable(decode(content).text)}
    except NotText as error:
        raise BadArchive(f"Revision {row['number']} of document {row['document']}: {error}") from error


def _bytes_of_picture(row: Row, read: Callable[[str], bytes]) -> Mapping[str, object]:
    return {"content": _checked(row, read)}


def _checked(row: Row, read: Callable[[str], bytes]) -> bytes:
    content = from_column(row, read)
    if sha256(content).hexdigest() != row["sha256"]:
        raise BadArchive(f"The bytes of {row['sha256'][:12]} are not as they were exported.")
    return content


def _nothing(row: Row, read: Callable[[str], bytes]) -> Mapping[str, object]:
    return {}


GIVEN = {Revision: _bytes_of_revision, Picture: _bytes_of_picture}


def _count_on() -> None:
    """PostgreSQL counts ids in sequences, which know nothing of rows that brought their own."""
    models = [table.model for table in TABLES] + [Document.readers.through]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
