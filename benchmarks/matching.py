"""How long an answer takes among many signatures: `matching.py [--sizes 10000 100000] [--queries 300]`

Signatures are made up: words by Zipf's law, a value here and there, as error messages are. A question is one of them
with other values. Measured in thread CPU time, all ways for the same question in turn: an exact look-up by an indexed
key through the ORM (the floor), the candidates of one line, the whole answer; tantivy and rapidfuzz where installed.
The database is in memory unless BENCHMARK_DATABASE_URL names another, which is emptied.
"""

import argparse
import random
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from statistics import quantiles

from embedded import empty_database

from incidents.reading.values import Error, Failure
from kb import postings
from kb.answers import answer_failures
from kb.matching.keys import key_hash
from kb.matching.values import Key
from kb.matching.words import feature_hash, pairs, read_words, type_feature
from kb.models import Signature, SignatureKey
from kb.signatures import index_all

SEED = 11
VOCABULARY = 30_000
TYPES = 2_000
BATCH = 5_000
CANDIDATES = 64


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--queries", type=int, default=300)
    args = parser.parse_args()
    empty_database()
    chance = random.Random(SEED)
    words = [_pseudo_word(chance) for _ in range(VOCABULARY)]
    messages: list[tuple[str, str]] = []
    for size in args.sizes:
        started = time.perf_counter()
        new = [_message(chance, words) for _ in range(size - len(messages))]
        record(new, first=len(messages))
        messages += new
        print(f"\n{size} signatures, {1000 * (time.perf_counter() - started) / max(1, len(new)):.2f} ms each to add")
        measure(messages, args.queries, chance)


def record(messages: list[tuple[str, str]], first: int) -> None:
    for start in range(0, len(messages), BATCH):
        rows = [
            Signature(key=f"{number}", slug=f"s{number}", title=message, exception_type=kind, template=message)
            for number, (kind, message) in enumerate(messages[start : start + BATCH], first + start)
        ]
        index_all(Signature.objects.bulk_create(rows), written=True)


def measure(messages: list[tuple[str, str]], queries: int, chance: random.Random) -> None:
    questions = [
        (number, _filled(chance, *messages[number])) for number in chance.sample(range(len(messages)), queries)
    ]
    ways = {"exact, ORM": exact, "candidates of a line": candidates, "whole answer": answer} | dict(peers(messages))
    taken: dict[str, list[float]] = {name: [] for name in ways}
    right = dict.fromkeys(ways, 0)
    for number, (kind, text) in questions:
        for name, way in ways.items():
            started = time.thread_time()
            found = way(kind, text)
            taken[name].append(1000 * (time.thread_time() - started))
            right[name] += f"s{number}" in _slugs(found)
    for name, times in taken.items():
        cuts = quantiles(times, n=20)
        print(f"{name:24} p50 {cuts[9]:8.3f} ms  p95 {cuts[18]:8.3f} ms  found {right[name] / queries:.3f}")


def exact(kind: str, text: str) -> list[int]:
    wanted = key_hash(Key("S", f"{kind}: {text}"))
    rows = SignatureKey.objects.filter(algorithm="errata-1", level="S", hash=wanted)
    return list(rows.values_list("signature_id", flat=True)[:CANDIDATES])


def candidates(kind: str, text: str) -> list[int]:
    words = read_words(text)
    features = [feature_hash(feature) for feature in {*words, *pairs(words), type_feature(kind)}]
    return [pk for _, pk in postings.rarest(features, postings.look_up(features), CANDIDATES)]


def answer(kind: str, text: str) -> list[int]:
    failure = Failure("generic", (Error(kind, text, 1),), (1, 1))
    return [match.signature for match in answer_failures(f"{kind}: {text}", [failure])[0].matches[:1]]


def peers(messages: list[tuple[str, str]]) -> Iterator[tuple[str, Callable[[str, str], list[str]]]]:
    """Other ways to find candidates, over the same texts; they answer with slugs."""
    texts = [f"{kind}: {message}" for kind, message in messages]
    if find_spec("tantivy"):
        yield "tantivy OR", _tantivy(texts)
    if find_spec("rapidfuzz"):
        yield "rapidfuzz ratio, all rows", _rapidfuzz(texts)


def _tantivy(texts: list[str]) -> Callable[[str, str], list[str]]:
    tantivy = import_module("tantivy")
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text", stored=False)
    builder.add_integer_field("number", stored=True)
    index = tantivy.Index(builder.build())
    writer = index.writer()
    for number, text in enumerate(texts):
        writer.add_document(tantivy.Document(text=text, number=number))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def way(kind: str, text: str) -> list[str]:
        query = index.parse_query(" ".join(read_words(f"{kind} {text}")), ["text"])
        return [f"s{searcher.doc(address)['number'][0]}" for _, address in searcher.search(query, CANDIDATES).hits]

    return way


def _rapidfuzz(texts: list[str]) -> Callable[[str, str], list[str]]:
    process, fuzz = import_module("rapidfuzz.process"), import_module("rapidfuzz.fuzz")

    def way(kind: str, text: str) -> list[str]:
        found = process.extract(f"{kind}: {text}", texts, scorer=fuzz.ratio, limit=CANDIDATES)
        return [f"s{number}" for _, _, number in found]

    return way


def _slugs(found: list) -> set[str]:
    if found and isinstance(found[0], str):
        return set(found)
    return set(Signature.objects.filter(pk__in=found).values_list("slug", flat=True))


def _pseudo_word(chance: random.Random) -> str:
    return "".join(chance.choice("bcdfglmnprstv") + chance.choice("aeiou") for _ in range(chance.randint(2, 5)))


def _message(chance: random.Random, words: list[str]) -> tuple[str, str]:
    picked = [words[min(int(chance.paretovariate(0.6)) - 1, VOCABULARY - 1)] for _ in range(chance.randint(5, 14))]
    for _ in range(chance.randint(0, 2)):
        picked.insert(chance.randrange(len(picked)), "<*>")
    return f"{words[int(chance.random() * TYPES)].title()}Error", " ".join(picked)


def _filled(chance: random.Random, kind: str, message: str) -> tuple[str, str]:
    return kind, " ".join(f"'{chance.randrange(10**6)}'" if word == "<*>" else word for word in message.split())


if __name__ == "__main__":
    main()
