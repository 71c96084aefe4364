"""How well a signature fits a passage, as a few figures from 0 to 1 that can be shown with the answer."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache, cached_property
from math import fsum

from kb.matching.keys import canonical
from kb.matching.passages import Passage
from kb.matching.templates import fits, template_words
from kb.matching.values import Candidate
from kb.matching.wordings import HOLE, Fit, Wording, find, read_wordings, recalled
from kb.matching.words import COMMON, says_something, type_feature

# What counts how much in the score.
WEIGHTS = {
    "words": 0.50,  # rare-word-weighted share of the wording's words that stand within three lines
    "told": 0.12,  # rare-word-weighted share of the message's words, values apart, that the wording says
    "order": 0.18,  # share of its neighbouring words that stand side by side
    "type": 0.12,  # the exception type; half where one side names none
    "code": 0.08,  # errno, vendor and compiler codes; half where one side names none
}
# The words that carry the message are nearly as good as all: the rest is advice and detail, often cut or left out.
MESSAGE = 0.95
# A message that is all in the wording may be the wording cut short.
CUT = 0.85
# The same code with other words around it: another language, another version of the tool.
CODE = 0.80
# The same type, if it is not everybody's, with another message or none.
TYPE = 0.35
# A signature that is only a type, and one that everybody uses.
GENERIC = 0.3
# In a template taken from one example a word may be a value: one other word in its place costs this much of itself.
REPLACED = 0.25
MIN_ALIGNED = 0.6
# A status, errno or version that the wording names and the passage does not: 403 is not 404.
OTHER_NUMBER = 0.7
COMMON_WORD, VALUE_WORD = 0.3, 0.2
WINDOW = 3
LABELS = frozenset({"error", "exception", "failed", "panic"})
# Types so common that they say nothing beside a message that says little.
GENERIC_TYPES = LABELS | {
    *("runtimeerror", "valueerror", "typeerror", "keyerror", "indexerror", "attributeerror", "assertionerror"),
    *("oserror", "ioerror", "systemexit", "throwable", "runtimeexception", "illegalargumentexception"),
    *("illegalstateexception", "exceptiongroup", "baseexceptiongroup", "aggregateerror", "baseexception"),
    *("fatal", "fatal error", "commanderror", "internalerror", "warning", "userwarning"),
}
SPECIFIC = 2
VERY_SPECIFIC = 4
MIN_MESSAGE = 3

Weigh = Callable[[str], float]


@dataclass(frozen=True)
class Weighed:
    """One signature held against one passage. `features` are WEIGHTS' names with their values.

    `whole` says that the words which carry a wording's message stand there in their order, `block` and `line` where;
    `exact` that a whole message is the template, taken from several examples, with something in its holes.
    `weights` are those of the wording's words, `said` the words that were found.
    """

    candidate: Candidate
    wording: Wording
    features: Mapping[str, float]
    whole: bool
    exact: bool
    block: int
    line: int
    weights: Mapping[str, float]
    said: Set[str]

    @cached_property
    def mass(self) -> float:
        """The weight of the words found."""
        return fsum(self.weights[word] for word in self.said)

    @cached_property
    def shared(self) -> tuple[str, ...]:
        """The words found, the most telling first."""
        return tuple(sorted(self.said, key=self._telling))

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """The literal words not found, the most telling first."""
        return tuple(sorted(self.weights.keys() - self.said - self.wording.values, key=self._telling))

    def _telling(self, word: str) -> tuple[float, str]:
        return -self.weights[word], word

    @cached_property
    def score(self) -> float:
        return sum(weight * self.features[name] for name, weight in WEIGHTS.items())

    @cached_property
    def levels(self) -> frozenset[str]:
        """The levels of the keys that the signature and the passage share."""
        return frozenset(key.level for key in self.candidate.keys)

    @cached_property
    def content(self) -> int:
        """How much the wording says by itself; a type that is not everybody's counts as two words."""
        return self.wording.content + 2 * bool(self.wording.type and self.wording.type.lower() not in GENERIC_TYPES)


def weigh_all(passage: Passage, candidates: Iterable[Candidate], weigh: Weigh) -> list[Weighed]:
    """Each candidate by its best wording, in no order; `weigh` gives the rarity of a word, `discounted` before."""
    weighed = []
    for candidate in candidates:
        ratings = [_weigh(passage, candidate, wording, weigh) for wording in wordings_of(candidate)]
        weighed.append(max(ratings, key=lambda rating: (rating.exact, rating.whole, rating.score)))
    return weighed


def discounted(weigh: Weigh) -> Weigh:
    """The same, but that words of every second message weigh little; each word is asked for once."""
    return cache(lambda word: weigh(word) * (COMMON_WORD if word in COMMON else 1))


def wordings_of(candidate: Candidate) -> tuple[Wording, ...]:
    """How the signature is said: as it is stored, or else read."""
    return recalled(candidate.wordings) or read_wordings(
        candidate.exception_type, candidate.template, candidate.learnt, written=candidate.written
    )


def _weigh(passage: Passage, candidate: Candidate, wording: Wording, weigh: Weigh) -> Weighed:
    if not wording.runs:
        return _by_type(passage, candidate, wording, weigh)
    weights = _weights(wording, weigh)
    fit = find(wording, passage.words.texts, passage.places)
    whole = fit is not None and fit.runs >= wording.telling
    seen, line = _best_window(passage, weights)
    aligned = _aligned_share(passage, wording)
    features = {
        "words": max(_words_share(passage, wording, weights, seen), aligned),
        "told": _told_share(passage, wording, weigh, aligned),
        "order": max(_order_share(passage, wording, weights), aligned),
        "type": _type_share(passage, wording),
        "code": _code_share(passage, wording),
    }
    return Weighed(
        candidate=candidate,
        wording=wording,
        features=features,
        whole=whole,
        exact=_is_exact(passage, candidate, wording),
        block=_block(passage, fit.start) if fit and whole else len(passage.blocks),
        line=passage.words.lines[fit.start] if fit and whole else line,
        weights=weights,
        said=seen | (_words_of(wording, fit) if fit else set()),
    )


def _is_exact(passage: Passage, candidate: Candidate, wording: Wording) -> bool:
    """Whether a whole message is a wording made of examples, read as the examples were or as any message is."""
    if not wording.shape or HOLE not in candidate.template + wording.text:
        return False
    errors = passage.failure.errors if passage.failure else ()
    told = (template_words(canonical(error)[1]) for error in errors)
    as_examples = any(fits(wording.text.split(), message) for message in told)
    return as_examples or any(fits(wording.shape, message) for message in passage.shapes)


def _by_type(passage: Passage, candidate: Candidate, wording: Wording, weigh: Weigh) -> Weighed:
    """A signature that is no more than its type: it fits wherever the type is printed."""
    name = wording.type.lower()
    printed = name in passage.types or name in passage.places
    start = passage.places[name][0] if name in passage.places else 0
    share = float(printed) * (GENERIC if name in GENERIC_TYPES else 1.0)
    return Weighed(
        candidate=candidate,
        wording=wording,
        features={"words": share, "told": share, "order": share, "type": share, "code": share / 2},
        whole=printed,
        exact=False,
        block=_block(passage, start),
        line=passage.words.lines[start] if passage.words.lines else 0,
        weights={wording.type: weigh(type_feature(wording.type)) * share},
        said={wording.type} if printed else set(),
    )


def _weights(wording: Wording, weigh: Weigh) -> dict[str, float]:
    return {word: weigh(word) * VALUE_WORD for word in wording.values} | {word: weigh(word) for word in wording.words}


def _best_window(passage: Passage, weights: Mapping[str, float]) -> tuple[set[str], int]:
    """The words found within three consecutive lines where they weigh most, and the first of these lines."""
    hits: dict[int, set[str]] = defaultdict(set)
    for word in weights:
        for place in passage.places.get(word, ()):
            hits[passage.words.lines[place]].add(word)
    windows = ((set().union(*(hits.get(line + n, ()) for n in range(WINDOW))), line) for line in tuple(hits))
    return max(windows, key=lambda window: (fsum(weights[word] for word in window[0]), -window[1]), default=(set(), 0))


def _words_share(passage: Passage, wording: Wording, weights: Mapping[str, float], seen: set[str]) -> float:
    weigh = weights.__getitem__
    shares = [_share(seen, weigh, weights), MESSAGE * _share(seen, weigh, wording.message)]
    if any(_is_within(message, wording) for message in passage.messages):
        shares.append(CUT)
    if any(word[0].isdigit() for word in weights.keys() - seen - wording.values):
        shares = [share * OTHER_NUMBER for share in shares]
    if wording.codes & passage.codes:
        shares.append(CODE)
    if wording.type.lower() in passage.types - GENERIC_TYPES:
        shares.append(TYPE)
    return max(shares)


def _told_share(passage: Passage, wording: Wording, weigh: Weigh, aligned: float) -> float:
    """How much of a message the wording explains: a short wording inside a longer message explains little of it."""
    said = {*wording.words, *wording.values, wording.type.lower()}
    shares = [_share(said, weigh, message) for message in passage.messages if message]
    return max(*shares, aligned) if shares else 0.5


def _aligned_share(passage: Passage, wording: Wording) -> float:
    """How alike a message and an example are, word by word in their places.

    0 if one has more words than the other, or another number where the number is the message.
    """
    shares = [_equal_share(wording.shape, theirs) for theirs in passage.shapes if len(theirs) == len(wording.shape)]
    best = max(shares, default=0.0)
    return 1 - REPLACED * (1 - best) if best >= MIN_ALIGNED else 0.0


def _equal_share(ours: Sequence[str], theirs: Sequence[str]) -> float:
    different = [one for one, other in zip(ours, theirs, strict=True) if one != other]
    if not ours or any(word[0].isdigit() for word in different):
        return 0.0
    return 1 - len(different) / len(ours)


def _is_within(message: frozenset[str], wording: Wording) -> bool:
    """Whether a message is the wording's beginning, as far as its words can tell."""
    first = next((word for word in wording.words if says_something(word)), "")
    return first in message and message.issubset(wording.words) and sum(map(says_something, message)) >= MIN_MESSAGE


def _share(found: Iterable[str], weigh: Weigh, of: Iterable[str]) -> float:
    wanted = set(of)
    total = fsum(map(weigh, wanted))
    return fsum(map(weigh, wanted.intersection(found))) / total if total else 0.0


def _order_share(passage: Passage, wording: Wording, weights: Mapping[str, float]) -> float:
    pairs = {pair: weights[pair[0]] + weights[pair[1]] for pair in wording.neighbours}
    if not pairs:
        return 0.5
    side_by_side = sum(weight for pair, weight in pairs.items() if pair in passage.neighbours)
    return side_by_side / sum(pairs.values())


def _words_of(wording: Wording, fit: Fit) -> set[str]:
    return {word for run in wording.runs[: fit.runs] for word in run}


def _type_share(passage: Passage, wording: Wording) -> float:
    name = wording.type.lower()
    if name and (name in passage.types or name in passage.places):
        return 1.0
    return 0.5 if not name or name in LABELS or not passage.types - LABELS else 0.0


def _code_share(passage: Passage, wording: Wording) -> float:
    if not wording.codes or not passage.codes:
        return 0.5
    return 1.0 if wording.codes & passage.codes else 0.0


def _block(passage: Passage, start: int) -> int:
    return bisect_right(passage.blocks, start)
