"""A catalogue of one raw log line for each event; which event is another line of? `loghub.py FOLDER [--examples N]`

FOLDER holds <System>.csv with the columns CorrectedId and Content, as https://github.com/logpai/loghub gives them.
Half of the events are left out of the catalogue: their lines are unknown, and calling one known is false.
Printed for each way: share of lines whose event comes first; share known and right at the cut where 1 % of the unknown
lines are called known; milliseconds a line. Other ways are measured in the same run if their packages are installed.
"""

import argparse
import csv
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from math import log
from pathlib import Path

from embedded import empty_database

from incidents.reading.values import Error, Failure
from kb.answers import answer_failures
from kb.matching.keys import shape
from kb.matching.templates import generalise
from kb.models import Signature
from kb.signatures import index_all

FALSE_KNOWN = 0.01
SEED = 7

# A way to answer: given a line, the event it names (or "") and how sure it is.
Way = Callable[[str], tuple[str, float]]


@dataclass(frozen=True)
class Task:
    """`known` is the catalogue, event → examples; `lines` are the questions with the event each belongs to, or ""."""

    known: dict[str, list[str]]
    lines: list[tuple[str, str]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--examples", type=int, default=1, help="confirmed lines for each event")
    parser.add_argument("--limit", type=int, default=3000, help="how many lines to ask at most")
    args = parser.parse_args()
    events = read_events(args.folder)
    everything = make_task(events, args.examples, args.limit, unknown_share=0.0)
    half = make_task(events, args.examples, args.limit, unknown_share=0.5)
    print(f"{len(events)} events, {len(everything.lines)} lines asked, {args.examples} example(s) for each event")
    for name, make in WAYS.items():
        if name in NEEDS and not find_spec(NEEDS[name]):
            print(f"{name:28} not measured: {NEEDS[name]} is not installed")
            continue
        first, milliseconds = share_first(make(everything.known), everything.lines)
        right = share_known_and_right(make(half.known), half.lines)
        print(f"{name:28} first {first:.3f}  known and right {right:.3f}  {milliseconds:.2f} ms a line")


def read_events(folder: Path) -> dict[str, list[str]]:
    """The distinct lines of each event of each system."""
    events: dict[str, dict[str, None]] = defaultdict(dict)
    for path in sorted(path for path in folder.glob("*.csv") if path.name.count(".") == 1):
        for row in csv.DictReader(path.read_text("utf-8").splitlines()):
            events[f"{path.stem} {row['CorrectedId']}"][row["Content"]] = None
    return {event: list(lines) for event, lines in events.items()}


def make_task(events: dict[str, list[str]], examples: int, limit: int, *, unknown_share: float) -> Task:
    """The same split for every way: examples and questions are drawn with a fixed seed."""
    chance = random.Random(SEED)
    known, lines = {}, []
    for event, all_lines in events.items():
        drawn = chance.sample(all_lines, len(all_lines))
        if chance.random() < unknown_share:
            lines += [(line, "") for line in drawn]
        else:
            known[event] = drawn[:examples]
            lines += [(line, event) for line in drawn[examples:]]
    return Task(known, chance.sample(lines, min(limit, len(lines))))


def share_first(way: Way, lines: Iterable[tuple[str, str]]) -> tuple[float, float]:
    started, right, asked = time.process_time(), 0, 0
    for line, event in lines:
        asked += 1
        right += way(line)[0] == event
    return right / asked, 1000 * (time.process_time() - started) / asked


def share_known_and_right(way: Way, lines: Iterable[tuple[str, str]]) -> float:
    """At the lowest cut where at most 1 % of the unknown lines score above it."""
    answers = [(way(line), event) for line, event in lines]
    unknown = sorted((score for (_, score), event in answers if not event), reverse=True)
    cut = unknown[int(len(unknown) * FALSE_KNOWN)] if unknown else 0.0
    known = [(named == event, score) for (named, score), event in answers if event]
    return sum(right and score > cut for right, score in known) / len(known)


def errata(known: dict[str, list[str]]) -> Way:
    empty_database()
    rows = [
        Signature(key=f"{number}", slug=f"e{number}", title=event, template=generalise(lines) or lines[0])
        for number, (event, lines) in enumerate(known.items())
    ]
    index_all(Signature.objects.bulk_create(rows), written=False)
    titles = {row.pk: row.title for row in rows}

    def way(line: str) -> tuple[str, float]:
        failure = Failure("generic", (Error("", line, 1),), (1, 1))
        answer = answer_failures(line, [failure])[0]
        return (titles[answer.matches[0].signature], answer.matches[0].score) if answer.matches else ("", 0.0)

    return way


def masked_text(known: dict[str, list[str]]) -> Way:
    events = {shape(line): event for event, lines in known.items() for line in lines}
    return lambda line: (events.get(shape(line), ""), float(shape(line) in events))


def rapidfuzz_ratio(known: dict[str, list[str]]) -> Way:
    process, fuzz = import_module("rapidfuzz.process"), import_module("rapidfuzz.fuzz")
    events = [(event, shape(line)) for event, lines in known.items() for line in lines]
    texts = [text for _, text in events]

    def way(line: str) -> tuple[str, float]:
        found = process.extractOne(shape(line), texts, scorer=fuzz.ratio)
        return (events[found[2]][0], found[1]) if found else ("", 0.0)

    return way


def drain3(known: dict[str, list[str]]) -> Way:
    miner = import_module("drain3").TemplateMiner()
    clusters = {}
    for event, lines in known.items():
        for line in lines:
            clusters.setdefault(miner.add_log_message(shape(line))["cluster_id"], event)

    def way(line: str) -> tuple[str, float]:
        found = miner.match(shape(line))
        return (clusters.get(found.cluster_id, ""), 1.0) if found else ("", 0.0)

    return way


def bm25(known: dict[str, list[str]]) -> Way:
    texts = [(event, Counter(shape(line).split())) for event, lines in known.items() for line in lines]
    holders: dict[str, list[int]] = defaultdict(list)
    for number, (_, words) in enumerate(texts):
        for word in words:
            holders[word].append(number)
    mean = sum(sum(words.values()) for _, words in texts) / len(texts)

    def way(line: str) -> tuple[str, float]:
        scores: dict[int, float] = defaultdict(float)
        for word in set(shape(line).split()) & holders.keys():
            rarity = log(1 + (len(texts) - len(holders[word]) + 0.5) / (len(holders[word]) + 0.5))
            for number in holders[word]:
                words = texts[number][1]
                length = 0.25 + 0.75 * sum(words.values()) / mean
                scores[number] += rarity * words[word] * 2.2 / (words[word] + 1.2 * length)
        best = max(scores, key=scores.__getitem__, default=None)
        return ("", 0.0) if best is None else (texts[best][0], scores[best])

    return way


WAYS = {
    "errata": errata,
    "equal after masks": masked_text,
    "rapidfuzz ratio, masked": rapidfuzz_ratio,
    "BM25, masked": bm25,
    "Drain3, masked": drain3,
}
NEEDS = {"rapidfuzz ratio, masked": "rapidfuzz", "Drain3, masked": "drain3"}

if __name__ == "__main__":
    main()
