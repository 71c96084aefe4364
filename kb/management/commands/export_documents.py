import sys
from contextlib import closing
from functools import partial
from pathlib import Path
from uuid import UUID

from django.core.management.base import CommandError
from django.db import transaction
from django.db.models import Q

from incidents.facts import facts
from incidents.giving_back import given_back, in_order
from incidents.locking import one_writer
from incidents.models import Document
from incidents.packing import Names, pack, sidecars, write_folder, write_zip
from incidents.patches import mails
from kb.management.migrated import MigratedCommand
from kb.whole_site import whole_site


class Command(MigratedCommand):
    help = "Writes documents as files: one, some or all, into a folder or a zip, or what changed in them as a patch."

    def add_arguments(self, parser):
        parser.add_argument("target", metavar="TARGET", help="a folder, a .zip, a .patch, or - for one document")
        parser.add_argument("--document", action="append", default=[], help="its number, id or path; may be repeated")
        parser.add_argument("--kind", choices=Document.Kind.values, help="only documents of this kind")
        parser.add_argument("--repository", help="of a patch: the repository and branch that it is for")
        parser.add_argument("--ids", action="store_true", help="write each document's id into its front-matter")
        parser.add_argument("--sidecars", action="store_true", help="write each document's id into a file beside it")

    @transaction.atomic
    def handle(self, *args, target, **options):
        one_writer()
        chosen, path = self.chosen(options), Path(target)
        if target == "-":
            return self.write_one(list(pack(chosen, Names(), ids=options["ids"])))
        write = self.write_patch if path.suffix.lower() == ".patch" else self.write_files
        try:
            write(path, chosen, options)
        except OSError as error:
            raise CommandError(f"{error.filename} cannot be written: {error.strerror}.") from error

    def write_files(self, path, chosen, options):
        is_part, ids = bool(options["kind"] or options["document"]), options["ids"]
        rest = partial(facts, chosen) if is_part else whole_site
        beside = partial(_with_sidecars, rest) if options["sidecars"] else rest
        deleted = () if is_part else Document.everything.deleted()
        write = write_zip if path.suffix.lower() == ".zip" else write_folder
        with closing(chosen.iterator()) as documents:
            entries = write(path, documents, ids=ids, beside=beside, deleted=deleted)
        for entry in entries:
            if ids and not entry.carries_id:
                self.stdout.write(f"{entry.path}: its front-matter takes no id; the manifest has it.")
        self.stdout.write(f"{len(entries)} documents were written to {path}.")

    def write_patch(self, path, chosen, options):
        """Those of one repository; what was in none only where it is named."""
        returned = self.of_one_repository(given_back(chosen), options["repository"])
        new = [one for one in returned if not one.repository and one.patches]
        if not options["document"]:
            returned = [one for one in returned if one.repository]
            if new:
                self.stdout.write(f"{len(new)} documents of no repository are left out: name them with --document.")
        for one in returned:
            if one.refusal:
                self.stdout.write(f"{one.document.path}: left out, since {one.refusal}.")
        patches = in_order(returned)
        if not patches:
            self.stdout.write("Nothing was changed here since it came: no patch was written.")
            return
        path.write_bytes(b"".join(mails(patches)))
        self.stdout.write(f"{len(patches)} changes were written to {path}: apply them with git am --keep-cr.")

    def of_one_repository(self, returned, named):
        repositories = sorted({one.repository for one in returned if one.repository})
        if named:
            return [one for one in returned if one.repository in (named, "")]
        if len(repositories) > 1:
            raise CommandError(f"A patch is for one repository: name it with --repository. {', '.join(repositories)}")
        return returned

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


def _with_sidecars(rest, names, entries):
    yield from sidecars(names, entries)
    yield from rest(names, entries)


def _names(name):
    if name.isdecimal() and len(name) < 19:
        return Q(pk=int(name)) | Q(path=name)
    try:
        return Q(uid=UUID(name))
    except ValueError:
        return Q(path=name)
