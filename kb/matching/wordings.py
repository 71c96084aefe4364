"""A signature's template as the matcher reads it: its wordings, each a sequence of literal runs with holes between."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

from incidents.reading.masks import mask
from incidents.reading.values import Error
from kb.matching.keys import QUOTES, canonical, codes, shape, short_name
from kb.matching.words import feature_hash, pairs, read_words, says_something, singular, type_feature

HOLE = "<*>"
SEPARATOR = re.compile(r"\s/\s")
PLACEHOLDER = re.compile(r"<(?:\*|[a-z]{2,9})>")
# Where another thought begins: after a full stop, in brackets, at a bullet, or with a capital letter behind a value,
# for a template writes on one line what the tool prints on several.
SENTENCE = re.compile(
    r"""(?<=[.!?])\s+ | (?<=[:;])\s+(?=[A-Z<]) | \s+(?=\() | (?<=>)['"`]?\s+(?=[A-Z][a-z]|[A-Z]{2}) | [×•·→│└]""",
    re.X,
)
# `user=git`: what stands behind the sign is a value whatever it looks like.
ASSIGNED = re.compile(r"(?<=[A-Za-z_]=)[A-Za-z][\w.-]*+")
SEVERITY = re.compile(r"^(?:(?i:fatal error|fatal|error|thrown|panic|critical)(?:\[\w+\]| [A-Z]+\d+)?:\s+)+")
ENOUGH = 3
# Whoever changes what is read out of a template counts this up: what was stored before is then read anew.
READING = 1
MAX_GAP = 60
MAX_STARTS = 50


# The fields of a wording in their order, each run as one text.
StoredWording = tuple[str, str, list[str], int, list[str], list[str], list[str]]


@dataclass(frozen=True)
class Wording:
    """One way to say it: the short type or "", the runs of literal words, and how many of these carry the message.

    The rest is advice and detail: tools cut there, and people quote up to there. `values` are the words of what was
    masked in an example and `shape` is all of it in order; a written template has neither, it says itself what varies.
    """

    text: str
    type: str
    runs: tuple[tuple[str, ...], ...]
    telling: int
    codes: frozenset[str] = frozenset()
    values: frozenset[str] = frozenset()
    shape: tuple[str, ...] = ()

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The literal words, each once."""
        return tuple(dict.fromkeys(word for run in self.runs for word in run))

    @cached_property
    def message(self) -> tuple[str, ...]:
        """The literal words that carry the message, each once."""
        return tuple(dict.fromkeys(word for run in self.runs[: self.telling] for word in run))

    @cached_property
    def neighbours(self) -> tuple[tuple[str, str], ...]:
        """Each two literal words that stand side by side."""
        return tuple(dict.fromkeys(pair for run in self.runs for pair in pairwise(run)))

    def as_written(self, word: str) -> str:
        """A word as the template writes it: in its own case and number."""
        return self._written.get(word, word)

    @cached_property
    def _written(self) -> dict[str, str]:
        return {singular(word.lower()): word for word in re.findall(r"[\w']+", self.text)}

    @cached_property
    def content(self) -> int:
        """How many of the words that carry the message mean something by themselves."""
        return sum(map(says_something, self.message))


@dataclass(frozen=True)
class Fit:
    """Where a wording stands: the positions of its first word and behind its last, and how many of its runs fit."""

    start: int
    end: int
    runs: int


def read_wordings(exception_type: str, template: str, learnt: str, *, written: bool) -> tuple[Wording, ...]:
    """How a signature is said: by its template, and by what confirmed examples agree in, one wording a line."""
    wordings = read_template(exception_type, template, written=written)
    for line in learnt.splitlines():
        wordings += read_template(exception_type, line, written=False)
    return wordings


@lru_cache(maxsize=8192)
def read_template(exception_type: str, template: str, *, written: bool) -> tuple[Wording, ...]:
    """The wordings of a template; ` / ` separates two if both say something.

    A written template is literal but for its holes and numbers; in one taken from an example whatever can vary does.
    """
    texts = SEPARATOR.split(template)
    if len(texts) > 1 and min(len(read_words(PLACEHOLDER.sub(" ", text))) for text in texts) < 3:
        texts = [template]
    return tuple(_read_wording(exception_type, text.strip(), "T" if written else "M") for text in texts)


def stored(wordings: Sequence[Wording]) -> str:
    """Wordings as text that `recalled` reads ten times faster than `read_template` reads the template."""
    return json.dumps((READING, list(map(_stored, wordings))), ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=8192)
def recalled(text: str) -> tuple[Wording, ...]:
    """The wordings that were `stored`; none if they were never, or read in another way than today's."""
    reading, rows = json.loads(text) if text else (0, ())
    return tuple(map(_recalled, rows)) if reading == READING else ()


def _stored(one: Wording) -> StoredWording:
    runs = [" ".join(run) for run in one.runs]
    return one.text, one.type, runs, one.telling, sorted(one.codes), sorted(one.values), list(one.shape)


def _recalled(row: StoredWording) -> Wording:
    text, short, runs, telling, printed, values, words = row
    literal = tuple(tuple(run.split(" ")) for run in runs)
    return Wording(text, short, literal, telling, frozenset(printed), frozenset(values), tuple(words))


def _read_wording(exception_type: str, text: str, level: str) -> Wording:
    message = _without_type(exception_type, text.translate(QUOTES))
    types, bare = canonical(Error(exception_type, message, 1))
    masked = mask(bare if level == "M" else message, level)
    told = ASSIGNED.sub(HOLE, masked.text) if level == "M" else masked.text
    sentences = [_runs(sentence) for sentence in SENTENCE.split(SEVERITY.sub("", told))]
    runs = tuple(run for sentence in sentences for run in sentence)
    held = [value for _, value in masked.parameters] + ASSIGNED.findall(masked.text)
    values = {word for value in held for word in read_words(value) if says_something(word)}
    return Wording(
        text=text,
        type=types[0] if types and (exception_type or level == "M") else "",
        runs=runs,
        telling=_telling(sentences),
        codes=frozenset(codes(Error(exception_type, text, 1))),
        values=frozenset(values) if level == "M" else frozenset(),
        shape=tuple(shape(bare).split()) if level == "M" else (),
    )


def _telling(sentences: Sequence[tuple[tuple[str, ...], ...]]) -> int:
    """How many runs it takes until three words have been said that mean something."""
    runs = 0
    said: set[str] = set()
    for sentence in sentences:
        runs += len(sentence)
        said |= {word for run in sentence for word in run if says_something(word)}
        if len(said) >= ENOUGH:
            break
    return runs


def wording_error(exception_type: str, wording: Wording) -> Error:
    """The error that a wording describes, to be keyed like any other; its holes are values."""
    return Error(exception_type, _without_type(exception_type, wording.text), 1)


def features_of(wordings: Sequence[Wording]) -> tuple[int, ...]:
    """The hashes under which wordings are looked up: their words, neighbours within a run, and types."""
    features = {type_feature(wording.type) for wording in wordings if wording.type}
    for run in (run for wording in wordings for run in wording.runs):
        features |= {*run, *pairs(run)}
    features |= {value for wording in wordings for value in wording.values}
    return tuple(sorted(map(feature_hash, features)))


def find(wording: Wording, words: Sequence[str], places: Mapping[str, Sequence[int]]) -> Fit | None:
    """The place where most runs of the wording follow one another in `words`, at most 60 words apart; None without one.

    `places` are the positions of each word. Work is bounded: the first 50 places of the first word are tried.
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


def _without_type(exception_type: str, text: str) -> str:
    """The message behind "Type: ", in whatever qualification the template writes the type."""
    head, colon, message = text.partition(": ")
    if not exception_type:
        return text
    # "TypeError [ERR_INVALID]: ..." names the type; "[Errno 2] No such file: ..." is the message itself.
    if colon and short_name(head.split("[")[0].strip()) in (short_name(exception_type), "") and head[:1] != "[":
        return message
    return "" if short_name(text) == short_name(exception_type) else text


def _runs(masked: str) -> tuple[tuple[str, ...], ...]:
    runs = (read_words(literal) for literal in PLACEHOLDER.split(masked))
    return tuple(run for run in runs if run)
