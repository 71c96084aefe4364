"""How long an answer takes among many signatures: `matching.py [--sizes 10000 1000000] [--queries 300] [--go-on]`

Signatures are the error messages of the installed Python code, varied (`messages.py`), recorded as the site records
them. A question is one of them with other values. All ways are asked the same question in turn: an exact look-up by an
indexed key through the ORM (the floor), the candidates of one line, the whole answer; for every tenth question also
SQLite's FTS5, and tantivy and rapidfuzz where installed. Thread CPU time on SQLite, wall time on PostgreSQL. Last, how
fast values are masked in the messages.

The database is in memory unless BENCHMARK_DATABASE_URL names another, which is emptied; a million signatures want a
file. With --go-on it is not, and what an earlier run recorded counts.
"""

import argparse
import random
import time
from collections.abc import Callable, Sequence
from itertools import islice
from statistics import median, quantiles

from django.db import connection
from embedded import empty_database
from messages import Message, filled, harvest, varied
from peers import peers

from incidents.reading.masks import mask
from incidents.reading.values import Error, Failure
from kb import postings
from kb.answers import answer_failures
from kb.matching.keys import key_hash
from kb.matching.values import Key
from kb.matching.versions import CURRENT
from kb.matching.words import feature_hash, pairs, read_words, type_feature
from kb.models import Signature, SignatureKey
from kb.signatures import index_all, remove

SEED = 3
BATCH = 5_000
CANDIDATES = 64
PEERS_EVERY = 10
ADDED = 50
FLOOR = "exact look-up, ORM"

Way = Callable[[Message], list[int]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--queries", type=int, default=300)
    parser.add_argument("--go-on", action="store_true")
    args = parser.parse_args()
    empty_database(keep=args.go_on)
    endless = varied(harvest(), random.Random(SEED))
    messages: list[Message] = []
    for size in sorted(args.sizes):
        messages += islice(endless, size - len(messages))
        record(messages)
        measure(messages, args.queries)
    measure_masks(messages[:100_000])


def record(messages: Sequence[Message]) -> None:
    first = Signature.objects.count()
    started = time.thread_time()
    for start in range(first, len(messages), BATCH):
        rows = _rows(messages, range(start, min(start + BATCH, len(messages))))
        index_all(Signature.objects.bulk_create(rows), written=True)
    if first < len(messages):
        taken = 1000 * (time.thread_time() - started) / (len(messages) - first)
        print(f"\n{len(messages)} signatures, {taken:.2f} ms each to add by {BATCH}")


def _rows(messages: Sequence[Message], numbers: Sequence[int]) -> list[Signature]:
    return [
        Signature(
            key=str(number),
            slug=f"s{number}",
            title=messages[number][1][:300],
            exception_type=messages[number][0][:200],
            template=messages[number][1],
        )
        for number in numbers
    ]


def measure(messages: Sequence[Message], queries: int) -> None:
    chance = random.Random(SEED)
    numbers = chance.sample(range(len(messages)), queries)
    ways: dict[str, Way] = {FLOOR: exact, "candidates of a line": candidates, "whole answer": answer}
    others = dict(peers([f"{kind}: {text}" for kind, text in messages], CANDIDATES))
    clock = time.thread_time if connection.vendor == "sqlite" else time.perf_counter
    taken: dict[str, list[float]] = {name: [] for name in (*ways, *others)}
    right = dict.fromkeys(taken, 0)
    for turn, number in enumerate(numbers):
        question = filled(messages[number], chance)
        for name, way in ways.items():
            started = clock()
            found = way(question)
            taken[name].append(1000 * (clock() - started))
            right[name] += f"s{number}" in _slugs(found)
        for name, way in others.items() if turn % PEERS_EVERY == 0 else ():
            started = clock()
            found = way(": ".join(question))
            taken[name].append(1000 * (clock() - started))
            right[name] += number in found
    _print(taken, right)
    measure_adding(messages[:ADDED], clock)


def _print(taken: dict[str, list[float]], right: dict[str, int]) -> None:
    floor = quantiles(taken[FLOOR], n=20)
    for name, times in taken.items():
        cuts = quantiles(times, n=20)
        print(
            f"{name:26} p50 {cuts[9]:9.3f} ms  p95 {cuts[18]:9.3f} ms"
            f"  {cuts[18] / floor[18]:8.2f} times the floor's p95  found {right[name] / len(times):.3f}"
        )


def exact(question: Message) -> list[int]:
    rows = SignatureKey.objects.filter(algorithm=CURRENT, level="S", hash=key_hash(Key("S", ": ".join(question))))
    return list(rows.values_list("signature_id", flat=True)[:CANDIDATES])


def candidates(question: Message) -> list[int]:
    kind, text = question
    words = read_words(text)
    features = [feature_hash(feature) for feature in {*words, *pairs(words), type_feature(kind)}]
    return postings.rarest(features, postings.look_up(features), CANDIDATES)


def answer(question: Message) -> list[int]:
    kind, text = question
    failure = Failure("generic", (Error(kind, text, 1),), (1, 1))
    return [match.signature for match in answer_failures(": ".join(question), [failure])[0].matches[:1]]


def _slugs(found: list[int]) -> set[str]:
    return set(Signature.objects.filter(pk__in=found).values_list("slug", flat=True))


def measure_adding(messages: Sequence[Message], clock: Callable[[], float]) -> None:
    taken = []
    for kind, text in messages:
        started = clock()
        added = Signature.objects.create(
            key="new", slug="new", title=text[:300], exception_type=kind[:200], template=text
        )
        index_all([added], written=True)
        taken.append(1000 * (clock() - started))
        remove([added])
        added.delete()
    print(f"adding one signature       p50 {median(taken):9.3f} ms")


def measure_masks(messages: Sequence[Message]) -> None:
    chance = random.Random(SEED)
    texts = list({filled(message, chance)[1] for message in messages})
    started = time.thread_time()
    for text in texts:
        mask(text, "M")
    taken = time.thread_time() - started
    print(f"\nmasks: {sum(map(len, texts)) / taken / 1e6:.1f} MB/s over {len(texts)} messages, each another")


if __name__ == "__main__":
    main()
