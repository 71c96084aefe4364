"""Says what each cut of the score would give, so that the cut for "similar" is chosen by figures."""

import json
from pathlib import Path

from django.core.management.base import CommandError
from rich.console import Console
from rich.table import Table

from kb.answers import answer_paste
from kb.management.migrated import MigratedCommand
from kb.matching.verdict import SIMILAR
from kb.models import Signature
from kb.progress import progress

CUTS = [number / 20 for number in range(6, 20)]


class Command(MigratedCommand):
    help = "Answers labelled pastes and prints, for each cut of the score, how often the first name is right."

    def add_arguments(self, parser):
        parser.add_argument("pastes", type=Path, help="JSON lines with text, and signature: a slug or null")

    def handle(self, *, pastes, **options):
        slugs = dict(Signature.objects.values_list("pk", "slug"))
        rows = _read(pastes)
        answered = [_best(row, slugs) for row in progress(rows, len(rows), "Answering pastes")]
        Console(file=self.stdout).print(_table(answered))
        self.stdout.write(f"The cut for similar is {SIMILAR} (kb/matching/verdict.py).")


def _read(path):
    try:
        return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        raise CommandError(f"{path} cannot be read: {error}") from error


def _best(row, slugs):
    """The score of the first match, whether it is the labelled signature, and whether there is one."""
    match = next((match for answer in answer_paste(row["text"]).answers for match in answer.matches), None)
    if match is None:
        return 0.0, False, row["signature"] is not None
    return match.score, slugs.get(match.signature) == row["signature"], row["signature"] is not None


def _table(answered):
    table = Table("cut", "named", "right", "of the known, found", "unknown, named")
    known = sum(labelled for _, _, labelled in answered)
    for cut in CUTS:
        named = [(right, labelled) for score, right, labelled in answered if score >= cut]
        right = sum(right for right, _ in named)
        false = sum(not labelled for _, labelled in named)
        shares = right / max(1, len(named)), right / max(1, known), false / max(1, len(answered) - known)
        table.add_row(f"{cut:.2f}", str(len(named)), *(f"{share:.3f}" for share in shares))
    return table
