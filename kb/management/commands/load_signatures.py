"""Fills the catalogue from a file of written signatures, so that a team starts with what others know."""

import json
from hashlib import sha256
from pathlib import Path

from django.core.management.base import CommandError
from django.db import transaction

from kb.management.migrated import MigratedCommand
from kb.models import Signature, State
from kb.progress import progress
from kb.search.indexing import index_entries
from kb.signatures import index_all

BATCH = 200


class Command(MigratedCommand):
    help = "Loads signatures from a file of JSON lines: id, title, exception_type, template, language."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *, file, **options):
        rows = _read(file)
        batches = [rows[start : start + BATCH] for start in range(0, len(rows), BATCH)]
        for batch in progress(batches, len(batches), "Loading signatures, batches"):
            load(batch)
        self.stdout.write(f"{len(rows)} signatures are in the catalogue.")


@transaction.atomic
def load(rows):
    """Makes or updates one signature for each row, by its slug, and indexes it as written by a person."""
    Signature.objects.bulk_create(
        [_signature(row) for row in rows],
        update_conflicts=True,
        unique_fields=["slug"],
        update_fields=["title", "exception_type", "template", "language"],
    )
    loaded = list(Signature.objects.filter(slug__in=[row["id"] for row in rows]))
    index_all(loaded, written=True)
    index_entries("signature", [signature.pk for signature in loaded])


def _signature(row):
    return Signature(
        key=sha256(f"slug {row['id']}".encode()).hexdigest(),
        slug=row["id"],
        title=row["title"][:300],
        exception_type=row.get("exception_type") or "",
        template=row["template"],
        language=row.get("language") or "",
        state=State.CONFIRMED,
        written=True,
    )


def _read(path):
    try:
        lines = path.read_text("utf-8").splitlines()
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
    rows = {}
    for number, line in enumerate(lines, 1):
        if line.strip():
            row = _row(line, f"{path}, line {number}")
            rows[row["id"]] = row
    return list(rows.values())


def _row(line, place):
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise CommandError(f"{place}: not JSON ({error.msg}).") from error
    missing = [name for name in ("id", "title", "template") if not isinstance(row, dict) or not row.get(name)]
    if missing:
        raise CommandError(f"{place}: {' and '.join(missing)} must be given.")
    return row
