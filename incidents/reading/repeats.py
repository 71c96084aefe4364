"""The same statement is found once: of two that share their rare words, the fuller stays."""

import re
from collections import Counter
from collections.abc import Sequence

from incidents.reading.drafts import Draft
from incidents.reading.vocabulary import SMALL_WORDS

WORD = re.compile(r"[^\W_]+")
STRENGTH = {"stated": 2, "inferred": 1, "unsure": 0}
NEAR = 0.6
FEWEST = 3
STEM = 5
ENOUGH_STATED = 2


def without_repeats(drafts: Sequence[Draft]) -> list[Draft]:
    """`drafts` without restatements, in the order of their lines.

    What is stated stays before what is inferred, else the first. Items of one list never repeat one another.
    A summary's sentences are dropped where the document states its causes or fixes further down.
    """
    stated = Counter(d.kind for d in drafts if d.confidence == "stated")
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: -STRENGTH[d.confidence]):
        if draft.confidence == "unsure" and stated[draft.kind] >= ENOUGH_STATED:
            continue
        if not any(k.kind == draft.kind and _repeats(k, draft) for k in kept):
            kept.append(draft)
    return sorted(kept, key=lambda d: d.lines)


def _stems(text: str) -> frozenset[str]:
    return frozenset(w[:STEM] for w in WORD.findall(text.lower()) if len(w) > 2 and w not in SMALL_WORDS)


def _repeats(one: Draft, other: Draft) -> bool:
    if one.kind == "signature" or (one.path[:-1] == other.path[:-1] and one.lines != other.lines and one.path[1:]):
        return False
    a, b = _stems(one.text), _stems(other.text)
    if one.lines == other.lines and (a <= b or b <= a):
        return True
    common = a & b
    both_stated = one.confidence == other.confidence == "stated"
    size = max(len(a), len(b)) if both_stated else min(len(a), len(b))
    return len(common) >= FEWEST and len(common) >= NEAR * size
