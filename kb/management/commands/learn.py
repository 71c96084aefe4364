from incidents.models import Document
from incidents.rereading import outdated, reread
from kb.catalogue import ENTRIES, drop_unfounded, learn_all
from kb.management.migrated import MigratedCommand
from kb.progress import progress

# Documents filed together: one statement for all of them instead of one for each.
BATCH = 50


class Command(MigratedCommand):
    help = "Reads again what an older reader read, and files the findings of all documents. What people decided stays."

    def handle(self, *args, **options):
        read = self.read_again()
        pks = list(Document.objects.exclude(pk__in=read).order_by("pk").values_list("pk", flat=True))
        batches = [pks[start : start + BATCH] for start in range(0, len(pks), BATCH)]
        for batch in progress(batches, len(batches), "Learning, in batches"):
            learn_all(Document.objects.filter(pk__in=batch))
        dropped = drop_unfounded()
        counts = ", ".join(f"{model.objects.count()} {model._meta.verbose_name_plural}" for model in ENTRIES.values())
        self.stdout.write(f"The catalogue holds {counts}; {dropped} entries without evidence were removed.")

    def read_again(self):
        """The ids of the documents that were read and learnt."""
        read, unread = set(), []
        for again in progress(reread(learn_all), outdated().count(), "Reading again"):
            if again.problem:
                unread.append(again.problem)
            else:
                read.add(again.document.pk)
        for problem in unread:
            self.stdout.write(str(problem))
        if read:
            self.stdout.write(f"Documents read again by a newer reader: {len(read)}.")
        return read
