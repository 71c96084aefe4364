from collections import Counter

from django.core.management.base import CommandError
from rich.console import Console
from rich.table import Table

from incidents.identity import REFUSED, RESULTS, UNCHANGED, Places
from incidents.importing import foresee, import_files
from incidents.models import ImportRun
from incidents.repositories import Checkout, without_password
from incidents.sources import open_sources
from incidents.storing import storable
from kb.catalogue import learn_all
from kb.import_runs import settle
from kb.management.migrated import MigratedCommand
from kb.progress import progress
from kb.restoring import NOT_EMPTY, BadArchive, holds_a_site, restore_site
from kb.whole_site import is_empty

ENTRIES = ("signatures", "causes", "fixes", "rules", "patterns")


class Command(MigratedCommand):
    help = "Stores the Markdown and text files of folders, archives and git repositories, and learns from them."

    def add_arguments(self, parser):
        parser.add_argument("paths", nargs="+", metavar="PATH", help="a file, folder, archive or repository")
        parser.add_argument("--dry-run", action="store_true", help="say what would come of it, and write nothing")
        parser.add_argument("--git", action="store_true", help="each PATH is a git repository, bare or not")
        parser.add_argument("--branch", default="", help="the branch or tag of the repositories; else what HEAD names")
        parser.add_argument("--glob", default="", help="the files wanted of the repositories, such as 'docs/**/*.md'")

    def handle(self, *args, paths, **options):
        if len(paths) == 1 and holds_a_site(paths[0]):
            if is_empty():
                return self._restore(paths[0], options)
            self.stdout.write(NOT_EMPTY)
        with open_sources(paths, _checkout(options)) as sources:
            total = sum(len(source.files) for source in sources)
            if not total and not any(Places(sources).left()):
                raise CommandError("Nothing to import: no .md, .markdown or .txt file under the given paths.")
            counts = self._foresee(sources) if options["dry_run"] else self._import(sources, total, paths)
        if counts.get(REFUSED):
            raise CommandError(f"{counts[REFUSED]} of {total} files could not be stored; each is named above.")

    def _restore(self, path, options):
        if options["dry_run"]:
            return self.stdout.write("This is a whole site, and here is none yet: all of it would be brought back.")
        try:
            restored = restore_site(path)
        except BadArchive as error:
            raise CommandError(str(error)) from error
        rows = restored.rows
        self.stdout.write(
            f"The site is back: {rows['documents']} documents with {rows['revisions']} revisions,"
            f" {sum(rows[name] for name in ENTRIES)} entries, {rows['acts']} rows of history."
        )

    def _import(self, sources, total, paths):
        run = ImportRun.objects.create(sources=[storable(without_password(path)) for path in paths])
        for _ in progress(import_files(sources, run, learn_all), total, "Importing"):
            pass
        settle(run)
        for problem in run.problems:
            self.stdout.write(problem)
        self._tell(run.counts)
        return run.counts

    def _foresee(self, sources):
        counts = Counter()
        for foreseen in foresee(sources):
            counts[foreseen.result] += 1
            if foreseen.result != UNCHANGED:
                reason = "".join(f": {problem.message}" for problem in foreseen.problems)
                self.stdout.write(f"{foreseen.result:<9} {foreseen.path}{reason}")
        self._tell(counts)
        self.stdout.write("This was a dry run: nothing was written.")
        return counts

    def _tell(self, counts):
        table = Table("result", "documents")
        for result in RESULTS:
            table.add_row(result, str(counts.get(result, 0)))
        Console(file=self.stdout).print(table)


def _checkout(options):
    if not options["git"] and (options["branch"] or options["glob"]):
        raise CommandError("--branch and --glob are for repositories: add --git.")
    return Checkout(options["branch"], options["glob"]) if options["git"] else None
