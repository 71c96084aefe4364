"""How well a signature fits a passage, as a few figures from 0 to 1 that can be shown, and the order they give."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kb.matching.keys import FILLERS
from kb.matching.passages import Passage
from kb.matching.values import Candidate
from kb.matching.wordings import Fit, Wording, find, read_template
from kb.matching.words import COMMON, type_feature

# What counts how much in the score. A feature that cannot be told (no type on one side) counts half.
WEIGHTS = {
    "words": 0.60,  # rare-word-weighted share of the wording's words that stand within three lines
    "order": 0.20,  # share of its words that stand in its own order without a break
    "type": 0.12,  # the exception type
    "code": 0.08,  # errno, vendor and compiler codes
}
# A wording's first sentence is nearly as good as the whole: the rest is advice, which tools cut and people leave out.
SENTENCE = 0.95
WINDOW = 3
LABELS = frozenset({"error", "exception", "failed", "panic"})
# Types so common that they say nothing beside a message that says little.
GENERIC_TYPES = LABELS | frozenset(
    """runtimeerror valueerror typeerror keyerror indexerror attributeerror assertionerror oserror ioerror systemexit
    throwable runtimeexception illegalargumentexception illegalstateexception exceptiongroup baseexceptiongroup
    aggregateerror baseexception fatal commanderror internalerror syserror warning userwarning""".split()
)
SPECIFIC = 2
VERY_SPECIFIC = 4

Weigh = Callable[[str], float]


@dataclass(frozen=True)
class Weighed:
    """One signature held against one passage. `features` are WEIGHTS' names with their values.

    `whole` says that a wording, or its first sentence, stands there word for word; `block` and `line` where;
    `mass` is the weight of the wording's words, `content` how many of them say something; `missing` are the words that
    do not stand there, the most telling first.
    """

    candidate: Candidate
    wording: Wording
    features: dict[str, float]
    whole: bool
    block: int
    line: int
    mass: float
    content: int
    missing: tuple[str, ...]
    shared: tuple[str, ...]

    @property
    def score(self) -> float:
        return sum(weight * self.features[name] for name, weight in WEIGHTS.items())

    @property
    def levels(self) -> frozenset[str]:
        return frozenset(key.level for key in self.candidate.keys)


def weigh_all(passage: Passage, candidates: Iterable[Candidate], weigh: Weigh) -> list[Weighed]:
    """Each candidate by its best wording, in no order; `weigh` gives the rarity of a word in the catalogue."""
    weighed = []
    for candidate in candidates:
        wordings = read_template(candidate.exception_type, candidate.template)
        ratings = [_weigh(passage, candidate, wording, weigh) for wording in wordings]
        weighed.append(max(ratings, key=lambda rating: (rating.whole, rating.score)))
    return weighed


def _weigh(passage: Passage, candidate: Candidate, wording: Wording, weigh: Weigh) -> Weighed:
    weights = {word: weigh(word) * (0.3 if word in COMMON else 1) for word in wording.words}
    mass = sum(weights.values())
    fit = find(wording, passage.words.texts, passage.places)
    seen, line = _best_window(passage, weights)
    type_share = _type_share(passage, wording)
    if not wording.runs:
        return _by_type(passage, candidate, wording, type_share, weigh)
    whole = fit is not None and fit.runs >= (wording.sentence or len(wording.runs))
    first = {word for run in wording.runs[: wording.sentence] for word in run}
    share = max(_share(seen, weights, weights), SENTENCE * _share(seen, weights, first))
    features = {
        "words": share,
        "order": _share(_in_order(wording, fit), weights, weights),
        "type": type_share,
        "code": _code_share(passage, candidate, wording),
    }
    missing = tuple(sorted(weights.keys() - seen, key=lambda word: (-weights[word], word)))
    shared = tuple(sorted(seen, key=lambda word: (-weights[word], word)))
    start = fit.start if fit else 0
    where = passage.words.lines[start] if whole else line
    return Weighed(
        candidate,
        wording,
        features,
        whole,
        _block(passage, start) if whole else len(passage.blocks),
        where,
        mass,
        _content(wording),
        missing,
        shared,
    )


def _by_type(passage: Passage, candidate: Candidate, wording: Wording, type_share: float, weigh: Weigh) -> Weighed:
    """A signature that is no more than its type: it fits wherever the type is printed."""
    name = wording.type.lower()
    printed = name in passage.types or name in passage.places
    features = {"words": float(printed), "order": float(printed), "type": type_share, "code": 0.5}
    start = passage.places[name][0] if name in passage.places else 0
    line = passage.words.lines[start] if passage.words.lines else 0
    return Weighed(
        candidate,
        wording,
        features,
        printed,
        _block(passage, start),
        line,
        weigh(type_feature(name)),
        _content(wording),
        () if printed else (wording.type,),
        (wording.type,) if printed else (),
    )


def _best_window(passage: Passage, weights: dict[str, float]) -> tuple[set[str], int]:
    """The words found within three consecutive lines where they weigh most, and the first of these lines."""
    hits: dict[int, set[str]] = defaultdict(set)
    for word in weights:
        for place in passage.places.get(word, ()):
            hits[passage.words.lines[place]].add(word)
    windows = ((set().union(*(hits.get(line + n, ()) for n in range(WINDOW))), line) for line in tuple(hits))
    return max(windows, key=lambda window: (sum(weights[word] for word in window[0]), -window[1]), default=(set(), 0))


def _share(found: Iterable[str], weights: dict[str, float], of: Iterable[str]) -> float:
    wanted = set(of)
    total = sum(weights[word] for word in wanted)
    return sum(weights[word] for word in wanted.intersection(found)) / total if total else 0.0


def _in_order(wording: Wording, fit: Fit | None) -> set[str]:
    return {word for run in wording.runs[: fit.runs] for word in run} if fit else set()


def _type_share(passage: Passage, wording: Wording) -> float:
    name = wording.type.lower()
    if name and (name in passage.types or name in passage.places):
        return 1.0
    if not name or name in LABELS or not passage.types - LABELS:
        return 0.5
    return 0.0


def _code_share(passage: Passage, candidate: Candidate, wording: Wording) -> float:
    ours = frozenset(key.text for key in candidate.keys if key.level == "C")
    if ours & passage.codes:
        return 1.0
    return 0.5


def _block(passage: Passage, start: int) -> int:
    return bisect_right(passage.blocks, start)


def _content(wording: Wording) -> int:
    """How many words of the wording say something by themselves; a type that is not everybody's counts as two."""
    words = [word for word in wording.words if word[0].isalpha() and word not in FILLERS and word not in COMMON]
    return len(words) + 2 * bool(wording.type and wording.type.lower() not in GENERIC_TYPES)
