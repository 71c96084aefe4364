"""Says before a new version of what is keyed is asked which signatures would meet anew, and which no longer would."""

from django.core.management.base import CommandError

from kb.decisions import derive
from kb.management.migrated import MigratedCommand
from kb.matching.versions import CURRENT, VERSIONS
from kb.models import Signature
from kb.neighbours import compare, slugs
from kb.progress import progress
from kb.signatures import add_keys

BATCH = 500


class Command(MigratedCommand):
    help = "Writes the keys of another version beside the current ones and reports which signatures change neighbours."

    def add_arguments(self, parser):
        parser.add_argument("version", help="one of the table in kb/matching/versions.py")

    def handle(self, *, version, **options):
        if version not in VERSIONS:
            raise CommandError(f"There is no version {version}. Known are: {', '.join(VERSIONS)}.")
        write_keys(version)
        changes = compare(CURRENT, version)
        self.stdout.write("\n".join(_lines(version, changes, slugs(changes))))


def write_keys(version):
    """The keys of all signatures under `version`, those that people decided on among them."""
    ids = list(Signature.objects.order_by("pk").values_list("pk", flat=True))
    batches = [ids[start : start + BATCH] for start in range(0, len(ids), BATCH)]
    for batch in progress(batches, len(batches), "Writing keys, batches"):
        add_keys(Signature.objects.filter(pk__in=batch), version)
    for signature in Signature.objects.filter(decisions__undone_at=None, decisions__isnull=False).distinct():
        derive(signature)


def _lines(version, changes, names):
    yield f"{CURRENT} → {version}: {len(changes.signatures)} signatures would change neighbours."
    for title, pairs in (("would part", changes.parted), ("would meet", changes.joined)):
        for (level, one, other), text in sorted(pairs.items()):
            yield f"  {title} at {level}: {names[one]} and {names[other]}, “{text[:120]}”"
    if changes.skipped:
        yield f"{changes.skipped} keys that too many signatures share were not compared."
