"""A signature's template as the matcher reads it: its wordings, each a sequence of literal runs with holes between."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from incidents.reading.masks import mask
from incidents.reading.values import Error
from kb.matching.keys import QUOTES, short_name
from kb.matching.words import feature_hash, pairs, read_words, type_feature

HOLE = "<*>"
SEPARATOR = re.compile(r"\s/\s")
PLACEHOLDER = re.compile(r"<(?:\*|[a-z]{2,9})>")
# A sentence that says what to do or begins another thought: tools cut there, and people quote up to there.
SENTENCE = re.compile(r"(?<=[.!?:;])\s+(?=[A-Z<])")
SEVERITY = re.compile(r"^(?:(?i:fatal error|fatal|error|thrown|panic|critical)(?:\[\w+\]| [A-Z]+\d+)?:\s+)+")
MAX_GAP = 40
MAX_STARTS = 50


@dataclass(frozen=True)
class Wording:
    """One way to say it: the short type or "", the runs of literal words, and how many make the first sentence."""

    text: str
    type: str
    runs: tuple[tuple[str, ...], ...]
    sentence: int

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(word for run in self.runs for word in run))


@dataclass(frozen=True)
class Fit:
    """Where a wording stands: the positions of its first word and behind its last, and how many of its runs fit."""

    start: int
    end: int
    runs: int


@lru_cache(maxsize=4096)
def read_template(exception_type: str, template: str) -> tuple[Wording, ...]:
    """The wordings of a template; ` / ` separates two if both say something."""
    texts = SEPARATOR.split(template)
    if len(texts) > 1 and min(len(read_words(PLACEHOLDER.sub(" ", text))) for text in texts) < 3:
        texts = [template]
    return tuple(_read_wording(exception_type, text.strip()) for text in texts)


def _read_wording(exception_type: str, text: str) -> Wording:
    message = _without_type(exception_type, text.translate(QUOTES))
    masked = mask(message, "T").text
    masked = SEVERITY.sub("", masked)
    runs = _runs(masked)
    first = SENTENCE.split(masked)[0]
    short = short_name(exception_type) if exception_type else ""
    return Wording(text, short, runs, len(_runs(first)))


def find(wording: Wording, words: Sequence[str], places: Mapping[str, Sequence[int]]) -> Fit | None:
    """The place where most runs of the wording follow one another in `words`, at most 40 words apart; None without one.

    `places` are the positions of each word. Work is bounded by the first 50 places of the first word.
    """
    best = None
    for start in places.get(wording.runs[0][0], ())[:MAX_STARTS] if wording.runs else ():
        end, runs = _follow(wording.runs, words, start)
        if runs and (best is None or runs > best.runs):
            best = Fit(start, end, runs)
        if runs == len(wording.runs):
            break
    return best


def _follow(runs: Sequence[tuple[str, ...]], words: Sequence[str], start: int) -> tuple[int, int]:
    if tuple(words[start : start + len(runs[0])]) != runs[0]:
        return start, 0
    end = start + len(runs[0])
    for number, run in enumerate(runs[1:], 1):
        following = _next(run, words, end)
        if following is None:
            return end, number
        end = following
    return end, len(runs)


def _next(run: tuple[str, ...], words: Sequence[str], after: int) -> int | None:
    for start in range(after, min(after + MAX_GAP, len(words) - len(run) + 1)):
        if words[start] == run[0] and tuple(words[start : start + len(run)]) == run:
            return start + len(run)
    return None


def wording_error(exception_type: str, wording: Wording) -> Error:
    """The error that a wording describes, to be keyed like any other; its holes are values."""
    return Error(exception_type, _without_type(exception_type, wording.text), 1)


def features_of(wordings: Sequence[Wording]) -> tuple[int, ...]:
    """The hashes under which wordings are looked up: their words, neighbours within a run, and types."""
    features = {type_feature(wording.type) for wording in wordings if wording.type}
    for run in (run for wording in wordings for run in wording.runs):
        features |= {*run, *pairs(run)}
    return tuple(sorted(map(feature_hash, features)))


def _without_type(exception_type: str, text: str) -> str:
    """The message behind "Type: ", in whatever qualification the template writes the type."""
    head, colon, message = text.partition(": ")
    if not exception_type:
        return text
    if colon and short_name(head).split("[")[0].strip() in (short_name(exception_type), ""):
        return message
    return "" if short_name(text) == short_name(exception_type) else text


def _runs(masked: str) -> tuple[tuple[str, ...], ...]:
    runs = (read_words(literal) for literal in PLACEHOLDER.split(masked))
    return tuple(run for run in runs if run)
