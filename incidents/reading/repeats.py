"""The same statement is found once: of two that share their rare words, the fuller stays."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from incidents.reading.drafts import Draft
from incidents.reading.vocabulary.small_words import SMALL_WORDS

WORD = re.compile(r"[^\W_]+")
STRENGTH = {"stated": 2, "inferred": 1, "unsure": 0}
NEAR = 0.6
FEWEST = 3
STEM = 5
ENOUGH_STATED = 2
MOST_SHARING = 300


def without_repeats(drafts: Sequence[Draft]) -> list[Draft]:
    """`drafts` without restatements, in the order of their lines.

    What is stated stays before what is inferred, else the first. Items of one list never repeat one another.
    A summary's sentences are dropped where the document states its causes or fixes further down.
    """
    stated = Counter(d.kind for d in drafts if d.confidence == "stated")
    shelf = _Shelf()
    for draft in sorted(drafts, key=lambda d: -STRENGTH[d.confidence]):
        told = draft.confidence == "unsure" and stated[draft.kind] >= ENOUGH_STATED
        if not told and not shelf.holds(draft):
            shelf.add(draft)
    return sorted(shelf.kept, key=lambda d: d.lines)


class _Shelf:
    """What was kept so far, found again by the stems of its words, so that a long document takes no longer per line."""

    def __init__(self) -> None:
        self.kept: list[Draft] = []
        self.stems: list[frozenset[str]] = []
        self.by_stem: defaultdict[tuple[str, str], list[int]] = defaultdict(list)

    def add(self, draft: Draft) -> None:
        stems = _stems(draft.text)
        for stem in stems:
            self.by_stem[draft.kind, stem].append(len(self.kept))
        self.kept.append(draft)
        self.stems.append(stems)

    def holds(self, draft: Draft) -> bool:
        """Whether something kept says the same. Words that very many statements share find nothing."""
        if draft.kind == "signature":
            return False
        stems = _stems(draft.text)
        places = [self.by_stem[draft.kind, stem] for stem in stems]
        shared = Counter(i for place in places if len(place) <= MOST_SHARING for i in place)
        return any(self._repeats(i, draft, stems) for i in shared)

    def _repeats(self, at: int, draft: Draft, stems: frozenset[str]) -> bool:
        other, others = self.kept[at], self.stems[at]
        if other.lines == draft.lines:
            return stems <= others or others <= stems
        if other.path[:-1] == draft.path[:-1] and other.path[1:]:
            return False
        both_stated = other.confidence == draft.confidence == "stated"
        size = max(len(stems), len(others)) if both_stated else min(len(stems), len(others))
        common = len(stems & others)
        return common >= FEWEST and common >= NEAR * size


def _stems(text: str) -> frozenset[str]:
    return frozenset(w[:STEM] for w in WORD.findall(text.lower()) if len(w) > 2 and w not in SMALL_WORDS)
