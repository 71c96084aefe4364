import sys
from pathlib import Path
from uuid import UUID

from django.core.management.base import CommandError
from django.db.models import Q

from incidents.models import Document
from incidents.packing import pack, write_folder, write_zip
from kb.management.migrated import MigratedCommand


class Command(MigratedCommand):
    help = "Writes documents as files: one, some or all, into a folder or a zip, with a manifest."

    def add_arguments(self, parser):
        parser.add_argument("target", metavar="TARGET", help="a folder, a file ending in .zip, or - for one document")
        parser.add_argument("--document", action="append", default=[], help="its number, id or path; may be repeated")
        parser.add_argument("--kind", choices=Document.Kind.values, help="only documents of this kind")
        parser.add_argument("--ids", action="store_true", help="write each document's id into its front-matter")

    def handle(self, *args, target, ids, **options):
        packed = pack(self.chosen(options).iterator(), ids=ids)
        if target == "-":
            return self.write_one(list(packed))
        path = Path(target)
        try:
            entries = write_zip(path, packed) if path.suffix.lower() == ".zip" else write_folder(path, packed)
        except OSError as error:
            raise CommandError(f"{error.filename} cannot be written: {error.strerror}.") from error
        for entry in entries:
            if ids and not entry.carries_id:
                self.stdout.write(f"{entry.path}: its front-matter takes no id; the manifest has it.")
        self.stdout.write(f"{len(entries)} documents were written to {target}.")

    def chosen(self, options):
        documents = Document.objects.order_by("path", "pk")
        if options["kind"]:
            documents = documents.filter(kind=options["kind"])
        if not options["document"]:
            return documents
        return documents.filter(pk__in=[pk for name in options["document"] for pk in self.named(name)])

    def named(self, name):
        found = list(Document.objects.filter(_names(name)).values_list("pk", flat=True))
        if not found:
            raise CommandError(f"There is no document {name!r}: give its number, its id or its path.")
        return found

    def write_one(self, packed):
        if len(packed) != 1:
            raise CommandError(f"These are {len(packed)} documents: name one with --document, or a folder or zip.")
        sys.stdout.buffer.write(packed[0][1])


def _names(name):
    if name.isdecimal() and len(name) < 19:
        return Q(pk=int(name)) | Q(path=name)
    try:
        return Q(uid=UUID(name))
    except ValueError:
        return Q(path=name)
