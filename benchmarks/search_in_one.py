"""What `search.py` does in one database: fill it, ask, tell."""

import argparse
import random
import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import product
from statistics import median, quantiles

from search_ways import Way, prepare

# isort: split
from django.db import connection, transaction
from messages import HOLE, WORD, harvest

from incidents.models import Document, Revision
from kb.search.indexing import BATCH

SEED = 5
MESSAGES = range(6, 20)
# One document of so many is restricted; one question of so many is asked of one kind.
RESTRICTED = 100
OF_A_KIND = 4

# Words, and the kind they are asked of or "".
Question = tuple[str, str]
# By way and question the milliseconds of each round.
Taken = dict[str, dict[Question, list[float]]]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", type=int, nargs="+")
    parser.add_argument("--questions", type=int)
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--patience", type=float)
    parser.add_argument("--go-on", action="store_true")
    arguments = parser.parse_args()
    ways = prepare(keep=arguments.go_on)
    for size in arguments.sizes:
        fill(size, ways)
        taken = ask(list(questions(arguments.questions)), ways, arguments.rounds, arguments.patience)
        tell(f"{connection.vendor} {Document.objects.count():,}", taken)


def fill(wanted: int, ways: Sequence[Way]) -> None:
    """Writes what is missing, in our index and in that of each way, and says what each cost."""
    there = Document.objects.count()
    if there >= wanted:
        return
    texts = documents(random.Random(SEED))
    spent = dict.fromkeys((way.name for way in ways), 0.0)
    for start in range(0, wanted, BATCH):
        told = [next(texts) for _ in range(min(BATCH, wanted - start))]
        if start < there:
            continue
        rows = _store(start, told)
        for way in ways:
            began = time.thread_time()
            way.index(rows, told)
            spent[way.name] += time.thread_time() - began
    each = ", ".join(f"{name} {1000 * seconds / (wanted - there):.2f} ms" for name, seconds in spent.items())
    print(f"{connection.vendor} {wanted:,}: CPU of this process to index a document: {each}", flush=True)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def documents(chance: random.Random) -> Iterator[tuple[str, str]]:
    """Titles and texts without end."""
    harvested = [(kind, text.replace(HOLE, "value")) for kind, text in harvest()]
    words = [word for _, text in harvested for word in WORD.findall(text)]
    while True:
        start = chance.randrange(len(harvested) - MESSAGES.stop)
        some = harvested[start : start + chance.choice(MESSAGES)]
        lines = [f"{kind}: {text}" if chance.random() < 0.5 else text for kind, text in some]
        filler = " ".join(chance.choices(words, k=60))
        yield f"{some[0][1][:80]}", "\n\n".join([*lines, filler])


@transaction.atomic
def _store(start: int, told: list[tuple[str, str]]) -> list[Document]:
    kinds, first = Document.Kind.values, date(2020, 1, 1)
    rows = Document.objects.bulk_create(
        Document(
            location=f"/srv/{number}",
            path=f"reports/{number}.md",
            kind=kinds[number % len(kinds)],
            title=title,
            date=first + timedelta(days=number % 2000),
            visibility="open" if number % RESTRICTED else "restricted",
        )
        for number, (title, _) in enumerate(told, start)
    )
    Revision.objects.bulk_create(
        Revision(document=row, number=1, content=b"", encoding="utf-8", text=text, sha256="")
        for row, (_, text) in zip(rows, told, strict=True)
    )
    return rows


def questions(wanted: int) -> Iterator[Question]:
    """One to three words of one text each, as frequent in questions as they are in texts."""
    chance = random.Random(SEED)
    pks = list(Document.objects.order_by("pk").values_list("pk", flat=True))
    for number in range(wanted):
        text = Revision.objects.get(document=chance.choice(pks)).text
        words = list(dict.fromkeys(WORD.findall(text)))
        kind = chance.choice(Document.Kind.values)
        yield " ".join(chance.sample(words, chance.choice((1, 2, 2, 3)))) + " ", "" if number % OF_A_KIND else kind


def ask(asked: Sequence[Question], ways: Sequence[Way], rounds: int, patience: float) -> Taken:
    """Every way every question in turn, whoever is slow last and as long as patience lasts."""
    clock = time.thread_time if connection.vendor == "sqlite" else time.perf_counter
    taken: Taken = {way.name: {question: [] for question in asked} for way in ways}
    until = time.monotonic() + patience
    for number, question, way in product(range(rounds), asked, ways):
        if way.is_slow and (number or time.monotonic() > until):
            continue
        began = clock()
        way.ask(*question)
        taken[way.name][question].append(1000 * (clock() - began))
    return taken


def tell(where: str, taken: Taken) -> None:
    ours = _medians(taken["ours"])
    for name, times in taken.items():
        theirs = _medians(times)
        if len(theirs) < 2:
            print(f"{where:20} {name:12} answered {len(theirs)} before patience was over", flush=True)
            continue
        same = {question: ours[question] for question in theirs}
        p50, p95 = _cuts(theirs)
        our_p50, our_p95 = _cuts(same)
        beside = "" if name == "ours" else f"   ours / {name}: p50 {our_p50 / p50:.3g}, p95 {our_p95 / p95:.3g}"
        print(f"{where:20} {name:12} {len(theirs):4} asked   p50 {p50:9.2f} ms   p95 {p95:9.2f} ms{beside}", flush=True)


def _medians(times: dict[Question, list[float]]) -> dict[Question, float]:
    return {question: median(found) for question, found in times.items() if found}


def _cuts(times: dict[Question, float]) -> tuple[float, float]:
    """The median and the 95th of 100."""
    cuts = quantiles(times.values(), n=20)
    return cuts[9], cuts[18]


if __name__ == "__main__":
    main()
