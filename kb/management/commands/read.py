import json
from dataclasses import asdict
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from incidents.reading.encodings import NotText
from incidents.reading.read import read_document
from incidents.reading.values import ReadDocument


class Command(BaseCommand):
    help = "Reads files without a database and prints what was found in each."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--json", action="store_true", help="one JSON object a line")

    def handle(self, *args, files, **options):
        unread = 0
        for name in files:
            try:
                document = read_document(name, Path(name).read_bytes())
            except (OSError, NotText) as error:
                self.stderr.write(f"{name}: {error}")
                unread += 1
                continue
            self.stdout.write(json.dumps(_as_row(name, document)) if options["json"] else _as_text(name, document))
        if unread:
            raise CommandError(f"{unread} of {len(files)} files could not be read; each is named above.")


def _as_row(name: str, document: ReadDocument) -> dict:
    row = asdict(document)
    del row["text"]
    return row | {
        "path": name,
        "links": [[link.source, link.relation, link.target] for link in document.links],
        "warnings": row.pop("faults"),
    }


def _as_text(name: str, document: ReadDocument) -> str:
    head = f"{name}: {document.title} ({document.kind}, {document.date or 'no date'}, {document.status})"
    findings = [
        f"  {finding.lines[0]:>5} {finding.kind:<9} {finding.outcome:<8} {finding.text}"
        for finding in document.findings
    ]
    faults = [f"  line {fault.line}: {fault.message}" for fault in document.faults]
    return "\n".join([head, *findings, *faults])
