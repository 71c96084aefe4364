"""How long a search takes among many documents, beside the same question written by hand.

usage: search.py [--documents 100000] [--questions 300] [--go-on]

Documents are made of the messages that the installed Python code raises, some from one place and words from all over
(`messages.py`). By hand means: a table of its own over the same texts, FTS5 or a tsvector with GIN as the manuals of
SQLite and PostgreSQL show it, and one statement that gives the 20 best titles with a snippet. Ours is the whole page:
filters on what may be seen, counts by kind, the documents, excerpts. Both get the same words, in turn; thread CPU time
on SQLite, wall time on PostgreSQL.

The database is a temporary file unless BENCHMARK_DATABASE_URL names another, which is emptied; with --go-on it is not.
"""

import argparse
import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from statistics import quantiles

FOLDER = tempfile.TemporaryDirectory(prefix="errata-benchmark-")
os.environ.setdefault("BENCHMARK_DATABASE_URL", f"sqlite:///{FOLDER.name}/search.sqlite3")

from django.db import connection, transaction  # noqa: E402
from embedded import empty_database  # noqa: E402
from messages import HOLE, WORD, harvest  # noqa: E402

from incidents.models import Document, Revision  # noqa: E402
from kb.search.asking import search  # noqa: E402
from kb.search.indexing import BATCH, index_documents  # noqa: E402
from kb.search.query import read_query  # noqa: E402
from kb.search.scope import FILTERS  # noqa: E402

SEED = 5
MESSAGES = range(6, 20)
HAND_TABLES = {
    "sqlite": ["CREATE VIRTUAL TABLE hand USING fts5(title, body)"],
    "postgresql": [
        "CREATE TABLE hand (id bigint PRIMARY KEY, title text, body text, words tsvector GENERATED ALWAYS AS"
        " (setweight(to_tsvector('simple', title), 'A') || to_tsvector('simple', body)) STORED)",
        "CREATE INDEX hand_words ON hand USING gin (words)",
    ],
}
HAND_INSERT = {
    "sqlite": "INSERT INTO hand (rowid, title, body) VALUES (%s, %s, %s)",
    "postgresql": "INSERT INTO hand (id, title, body) VALUES (%s, %s, %s)",
}
HAND_ASK = {
    "sqlite": "SELECT rowid, title, snippet(hand, 1, '[', ']', '…', 30) FROM hand WHERE hand MATCH %s"
    " ORDER BY bm25(hand, 6.0, 1.0) LIMIT 20",
    "postgresql": "SELECT id, title, ts_headline('simple', body, q) FROM (SELECT id, title, body, q FROM hand,"
    " websearch_to_tsquery('simple', %s) q WHERE words @@ q ORDER BY ts_rank(words, q, 1) DESC LIMIT 20) best",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--go-on", action="store_true")
    arguments = parser.parse_args()
    empty_database(keep=arguments.go_on)
    fill(arguments.documents)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    measure(arguments.questions)


def fill(wanted: int) -> None:
    """Writes what is missing, in our index and by hand, and says what each cost."""
    there = Document.objects.count()
    if there >= wanted:
        return
    texts = documents(random.Random(SEED))
    ours = hand = 0.0
    _make_hand_table(fresh=not there)
    for start in range(0, wanted, BATCH):
        told = [next(texts) for _ in range(min(BATCH, wanted - start))]
        if start < there:
            continue
        rows = _store(start, told)
        began = time.thread_time()
        index_documents([row.pk for row in rows])
        ours += time.thread_time() - began
        began = time.thread_time()
        with connection.cursor() as cursor, transaction.atomic():
            by_hand = [(row.pk, title, text) for row, (title, text) in zip(rows, told, strict=True)]
            cursor.executemany(HAND_INSERT[connection.vendor], by_hand)
        hand += time.thread_time() - began
    each = 1000 / (wanted - there)
    print(f"{wanted} documents; to index one: ours {ours * each:.2f} ms, by hand {hand * each:.2f} ms CPU")


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


def _make_hand_table(*, fresh: bool) -> None:
    with connection.cursor() as cursor:
        if fresh:
            cursor.execute("DROP TABLE IF EXISTS hand")
            for statement in HAND_TABLES[connection.vendor]:
                cursor.execute(statement)


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
        )
        for number, (title, _) in enumerate(told, start)
    )
    Revision.objects.bulk_create(
        Revision(document=row, number=1, content=b"", encoding="utf-8", text=text, sha256="")
        for row, (_, text) in zip(rows, told, strict=True)
    )
    return rows


def measure(questions: int) -> None:
    asked = list(_questions(questions))
    clock = time.thread_time if connection.vendor == "sqlite" else time.perf_counter
    ways: dict[str, Callable[[str], int]] = {"by hand": by_hand, "ours": ours}
    for sort in dict.fromkeys(sort for sort, _ in asked):
        taken: dict[str, list[float]] = {name: [] for name in ways}
        some = [question for kind, question in asked if kind == sort]
        for question in some:
            for name, way in ways.items():
                began = clock()
                way(question)
                taken[name].append(1000 * (clock() - began))
        _tell(f"{sort} ({len(some)})", taken)


def _questions(wanted: int) -> Iterator[tuple[str, str]]:
    """One to three words of one text each, as frequent in questions as they are in texts; and words that few have."""
    chance = random.Random(SEED)
    pks = list(Document.objects.values_list("pk", flat=True))
    for _ in range(wanted):
        text = Revision.objects.get(document=chance.choice(pks)).text
        words = list(dict.fromkeys(WORD.findall(text)))
        yield "all questions", " ".join(chance.sample(words, chance.choice((1, 2, 2, 3)))) + " "


def by_hand(question: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(HAND_ASK[connection.vendor], [question])
        return len(cursor.fetchall())


def ours(question: str) -> int:
    return len(search(read_query(question, FILTERS)).hits)


def _tell(title: str, taken: dict[str, list[float]]) -> None:
    cuts = {name: quantiles(times, n=20) for name, times in taken.items()}
    for name, cut in cuts.items():
        print(f"{title:22} {name:8} p50 {cut[9]:8.2f} ms   p95 {cut[18]:8.2f} ms")
    hand, page = cuts["by hand"], cuts["ours"]
    print(f"{title:22} ours / by hand: p50 {page[9] / hand[9]:.2f}, p95 {page[18] / hand[18]:.2f}")


if __name__ == "__main__":
    main()
