"""How fast is an import? Documents per second against the plain way, and again for documents that have not changed.

Every document of the folders is written out COPIES times, each copy with some of its words exchanged, and imported into
fresh databases: the plain way (Python-Markdown, PyYAML, a save() for each row), ours with and without learning, ours
again. "docs/s" is by the clock, which other work on the machine disturbs; "cpu ms" is of all processes together.

usage: python benchmarks/importing.py FOLDER… [--copies 10]
"""

import argparse
import os
import random
import re
import resource
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter

DATABASE_FOLDER = tempfile.TemporaryDirectory(prefix="errata-benchmark-")
os.environ.setdefault("DATABASE_URL", f"sqlite:///{DATABASE_FOLDER.name}/importing.sqlite3")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kb.settings")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import django  # noqa: E402
import markdown  # noqa: E402
import yaml  # noqa: E402
from django.core.management import call_command  # noqa: E402

django.setup()

from incidents.importing import import_files  # noqa: E402
from incidents.models import Document, Finding, ImportRun, Revision  # noqa: E402
from incidents.sources import open_sources  # noqa: E402
from kb.catalogue import learn_all  # noqa: E402

EXCHANGED = 0.03
WORD = re.compile(r"\b[a-z]{5,}\b")
FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
ITEM_BELOW_HEADING = re.compile(
    r"^#+ .*(cause|fix|resolution|solution|prevention|lesson)|^\s*(?:[-*]|\d+\.) (.+)", re.I | re.M
)
PLAIN_KINDS = {"cause": "cause", "prevention": "rule", "lesson": "rule"}


def main() -> None:
    arguments = _arguments()
    with tempfile.TemporaryDirectory(prefix="errata-documents-") as folder:
        count = _write_copies(arguments.folders, Path(folder), arguments.copies)
        print(f"{count} documents, {_megabytes(folder):.0f} MB")
        print(f"{'':24} {'docs/s':>8} {'cpu ms':>8} {'clock s':>8} {'MB more':>8}")
        plain = _measure("the plain way", count, lambda: _import_plainly(folder))
        first = _measure("reading and storing", count, lambda: _import(folder))
        learnt = _measure("and learning", count, lambda: _import(folder, learn_all))
        again = _measure("unchanged", count, lambda: _import(folder), keep=True)
    print(f"first import / plain way: {plain / first:.2f} times as fast, {plain / learnt:.2f} with learning")
    print(f"unchanged / first import: {first / again:.0f} times as fast, {learnt / again:.0f} with learning")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", metavar="FOLDER")
    parser.add_argument("--copies", type=int, default=10)
    return parser.parse_args()


def _write_copies(folders: list[str], target: Path, copies: int) -> int:
    """Copies every document; each copy has other words in some places, so that no two share their lines."""
    files = sorted(file for folder in folders for file in Path(folder).rglob("*.md"))
    words = sorted({word for file in files for word in WORD.findall(file.read_text("utf8", "replace"))})
    chance = random.Random(0)
    for copy in range(copies):
        for number, file in enumerate(files):
            text = WORD.sub(
                lambda match: chance.choice(words) if chance.random() < EXCHANGED else match[0],
                file.read_text("utf8", "replace"),
            )
            place = target / f"copy{copy}" / f"{number:04}-{file.name}"
            place.parent.mkdir(exist_ok=True)
            place.write_text(text, "utf8")
    return len(files) * copies


def _megabytes(folder: str) -> float:
    return sum(file.stat().st_size for file in Path(folder).rglob("*.md")) / 1e6


def _measure(name: str, count: int, work: Callable, *, keep: bool = False) -> float:
    """Seconds by the clock for the work on a fresh database, or on the last one with `keep`."""
    if not keep:
        call_command("migrate", verbosity=0)
        call_command("flush", interactive=False, verbosity=0)
    memory, processor, clock = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, _processor(), perf_counter()
    work()
    seconds, processor = perf_counter() - clock, _processor() - processor
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory) / 1024
    print(f"{name:24} {count / seconds:8.0f} {processor / count * 1000:8.2f} {seconds:8.1f} {more:8.0f}", flush=True)
    return seconds


def _processor() -> float:
    return sum(os.times()[:4])


def _import(folder: str, *learning: Callable) -> None:
    run = ImportRun.objects.create(sources=[folder])
    with open_sources([folder]) as sources:
        for _ in import_files(sources, run, *learning):
            pass


def _import_plainly(folder: str) -> None:
    converter = markdown.Markdown(extensions=["tables", "fenced_code", "toc", "sane_lists"])
    for file in sorted(Path(folder).rglob("*.md")):
        content = file.read_bytes()
        text = content.decode("utf8", "replace")
        front = FRONT_MATTER.match(text)
        converter.reset().convert(text[front.end() :] if front else text)
        document = Document(
            location=str(file), path=file.name, kind="other", title=file.stem, fields=_plain_fields(front)
        )
        document.save()
        Revision(document=document, number=1, content=content, encoding="utf-8", text=text, sha256=file.name).save()
        for number, (kind, item) in enumerate(_plain_findings(text)):
            outcome = "worked" if kind == "fix" else ""
            Finding(
                document=document, label=f"x{number}", kind=kind, text=item, first_line=1, last_line=1, outcome=outcome
            ).save()


def _plain_fields(front: re.Match | None) -> dict:
    try:
        fields = yaml.safe_load(front[1]) if front else {}
    except (yaml.YAMLError, ValueError):
        return {}
    return {str(key): str(value) for key, value in fields.items()} if isinstance(fields, dict) else {}


def _plain_findings(text: str) -> Iterator[tuple[str, str]]:
    """The list items below headings that name causes, fixes and the like: the least that counts as reading."""
    kind = ""
    for match in ITEM_BELOW_HEADING.finditer(text):
        if match[1]:
            kind = PLAIN_KINDS.get(match[1].lower(), "fix")
        elif kind:
            yield kind, match[2]


if __name__ == "__main__":
    main()
