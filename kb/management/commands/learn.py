from incidents.models import Document
from kb.catalogue import ENTRIES, drop_unfounded, learn
from kb.management.migrated import MigratedCommand
from kb.progress import progress


class Command(MigratedCommand):
    help = "Files the findings of all documents again. What people decided stays."

    def handle(self, *args, **options):
        documents = Document.objects.order_by("pk")
        for document in progress(documents.iterator(), documents.count(), "Learning"):
            learn(document)
        dropped = drop_unfounded()
        counts = ", ".join(f"{model.objects.count()} {model._meta.verbose_name_plural}" for model in ENTRIES.values())
        self.stdout.write(f"The catalogue holds {counts}; {dropped} entries without evidence were removed.")
