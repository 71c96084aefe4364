"""What decisions by people mean for an error: which of several keys speaks, and what no decision can make telling."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace

from kb.matching.ranking import GENERIC_TYPES
from kb.matching.values import Candidate, Key
from kb.matching.words import read_words, says_something

CONFIRMED = ("example", "manual")
REJECTED = "rejected"


@dataclass(frozen=True)
class Said:
    """What people said of one signature: the origin of each key they decided on, and who rejected it, in a sentence."""

    origins: Mapping[Key, str] = field(default_factory=dict)
    who: str = ""


NOTHING_SAID = Said()


def decided(candidate: Candidate, errors: Sequence[Set[Key]], shared: Set[Key], said: Said) -> Candidate:
    """The candidate with the keys it shares with a failure and what was said of it; `errors` are each error's keys."""
    if not shared and not said.origins:
        return candidate
    told = set().union(*errors)
    rejected = {key for key in told if said.origins.get(key) == REJECTED}
    confirmed = {key for key in told if said.origins.get(key) in CONFIRMED and key.level == "S"}
    refused = bool(rejected) and is_rejected(errors, shared - rejected, rejected)
    return replace(
        candidate,
        keys=frozenset(shared - rejected),
        confirmed=any(map(is_telling, confirmed)),
        rejected=said.who if refused else "",
    )


def is_rejected(errors: Iterable[Set[Key]], on_record: Set[Key], rejected: Set[Key]) -> bool:
    """Whether a signature is not to be offered for a failure, given the keys of each of its errors.

    The longest strict key decides, then the longest medium one; another error of the failure that stands on the
    signature's record by its strict key saves it.
    """
    said = {_is_rejected(keys, on_record, rejected) for keys in errors}
    return True in said and False not in said


def is_telling(key: Key) -> bool:
    """Whether a key says enough to be known by: a word besides fillers and the exceptions that everybody uses."""
    return any(says_something(word) and word not in GENERIC_TYPES for word in read_words(key.text))


def _is_rejected(keys: Set[Key], on_record: Set[Key], rejected: Set[Key]) -> bool | None:
    """None if neither is told of this error."""
    told = keys & (on_record | rejected)
    if strict := [key for key in told if key.level == "S"]:
        return max(strict, key=_length) in rejected
    shapes = [key for key in told if key.level == "M"]
    return True if shapes and max(shapes, key=_length) in rejected else None


def _length(key: Key) -> tuple[int, str]:
    return len(key.text), key.text
