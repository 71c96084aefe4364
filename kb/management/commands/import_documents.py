from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.table import Table

from incidents.importing import CHANGED, NEW, REFUSED, RESULTS, import_files
from incidents.models import ImportRun
from incidents.sources import find_paths
from kb.catalogue import drop_unfounded, learn
from kb.progress import progress


class Command(BaseCommand):
    help = "Stores the Markdown and text files found under the given paths and learns from them."

    def add_arguments(self, parser):
        parser.add_argument("paths", nargs="+", metavar="PATH", help="a file, or a folder to be walked")

    def handle(self, *args, paths, **options):
        files = list(find_paths(paths))
        if not files:
            raise CommandError("Nothing to import: no .md, .markdown or .txt file under the given paths.")
        run = ImportRun.objects.create(sources=paths)
        for imported in progress(import_files(files, run), len(files), "Importing"):
            if imported.result in (NEW, CHANGED):
                learn(imported.document)
        if run.counts.get(CHANGED):
            drop_unfounded()
        self._report(run)
        if run.counts.get(REFUSED):
            raise CommandError(f"{run.counts[REFUSED]} of {len(files)} files could not be stored; each is named above.")

    def _report(self, run):
        for problem in run.problems:
            self.stdout.write(problem)
        table = Table("result", "documents")
        for result in RESULTS:
            table.add_row(result, str(run.counts.get(result, 0)))
        Console(file=self.stdout).print(table)
