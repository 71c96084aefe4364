from django.core.management.base import CommandError

from kb.management.migrated import MigratedCommand
from kb.progress import progress
from kb.search.indexing import behind, n_batches, reindex
from kb.search.opensearch import send, waiting
from kb.search.ranked import EngineAway


class Command(MigratedCommand):
    help = "Brings the index of the search up to date. What is as it was is not written again."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="write nothing; end with 1 if something is behind")

    def handle(self, *, check, **options):
        n_behind = behind()
        self.stdout.write(f"Documents and entries that the index does not have as they are: {n_behind}.")
        if check and n_behind:
            raise CommandError("Run `manage.py reindex`.")
        if not check:
            written = sum(progress(reindex(), n_batches(), "Indexing, in batches"))
            self.stdout.write(f"Written or removed: {written}.")
            self.send()

    def send(self):
        try:
            n_sent = send()
        except EngineAway as error:
            raise CommandError(f"{error} Still to be sent: {waiting()} rows.") from error
        if n_sent:
            self.stdout.write(f"Sent to OpenSearch: {n_sent}.")
