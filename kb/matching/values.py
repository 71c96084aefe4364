"""The plain values that matching gives out: what was asked, what was offered, and why."""

from dataclasses import dataclass, field

from incidents.reading.values import Failure

VERDICTS = ("known", "similar", "unknown", "vague")


@dataclass(frozen=True)
class Key:
    """One key of an error: its level (S, M, T, L, C, X) and the text that is compared."""

    level: str
    text: str


@dataclass(frozen=True)
class Candidate:
    """A signature as the matcher sees it: its id, its wordings and the keys under which it is on record.

    `wordings` are those of the template and of what was learnt as they were stored, or "".
    What people decided: `learnt` is what confirmed examples agree in, one wording a line; `confirmed` says that the
    failure is such an example; `rejected` tells who said it is not this signature; `rule` tells who wrote a rule that
    the failure satisfies on line `rule_line`.
    """

    id: int
    exception_type: str
    template: str
    written: bool = False
    keys: frozenset[Key] = frozenset()
    learnt: str = ""
    confirmed: bool = False
    rejected: str = ""
    rule: str = ""
    rule_line: int = 0
    wordings: str = ""


@dataclass(frozen=True)
class Match:
    """A signature offered for a failure. `score` is 0 to 1; `level` the key that spoke, "" when only words did.

    `differs` pairs what the signature says with what the paste says; `parameters` are the masked values of the paste.
    `line` is the 1-based line of the paste that matched.
    """

    signature: int
    score: float
    level: str
    reason: str
    line: int = 0
    shared: tuple[str, ...] = ()
    differs: tuple[tuple[str, str], ...] = ()
    parameters: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Answer:
    """What is said of one failure: the verdict, its reason in a sentence, and the matches, best first."""

    failure: Failure
    verdict: str
    reason: str
    matches: tuple[Match, ...] = ()
    advice: str = ""


@dataclass(frozen=True)
class PasteAnswer:
    """What is said of a whole paste, most relevant failure first. `text` is cleaned and redacted, as shown back."""

    text: str
    answers: tuple[Answer, ...]
    notices: tuple[str, ...] = field(default=())
