"""Rules that people write when no key and no template says it: what a failure must and must not contain.

No regular expressions: every condition is a plain comparison, so a rule takes time in proportion to the text.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from incidents.reading.splitting import find_failures
from kb.matching.keys import QUOTES, short_name
from kb.matching.passages import Passage, read_passages
from kb.matching.ranking import GENERIC_TYPES, SPECIFIC
from kb.matching.words import MAX_LINE, read_words, says_something, type_feature

PARTS = ("all", "any", "none")
MAX_CONDITIONS = 20
MAX_VALUE = 300


@dataclass(frozen=True)
class Condition:
    """`op` is one of OPERATORS; `value` is folded, of a type only its last name."""

    op: str
    value: str


@dataclass(frozen=True)
class TextRule:
    """A failure satisfies it that meets all of `all`, one of `any` if there are some, and none of `none`."""

    all: tuple[Condition, ...] = ()
    any: tuple[Condition, ...] = ()
    none: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Subject:
    """A failure as rules see it: its messages and the lines around, folded, with the line of the paste each stands on.

    `types` are the short names of its exceptions and `codes` the codes printed, folded too.
    """

    lines: tuple[str, ...]
    numbers: tuple[int, ...]
    types: frozenset[str]
    codes: frozenset[str]


def read_rule(raw: object) -> TextRule:
    """The rule written as {"all": [{"op": "contains", "value": "..."}], "any": [...], "none": [...]}.

    ValueError with one sentence for people if it is written otherwise.
    """
    if not isinstance(raw, dict) or not set(raw) <= {*PARTS}:
        raise ValueError("A rule is made of the lists all, any and none.")
    rule = TextRule(**{part: _read_conditions(raw.get(part, [])) for part in PARTS})
    if len(rule.all + rule.any + rule.none) > MAX_CONDITIONS:
        raise ValueError(f"A rule has at most {MAX_CONDITIONS} conditions.")
    return rule


def is_specific(rule: TextRule) -> bool:
    """Whether what satisfies the rule has said something: two telling words, a code, or a type not everybody's."""
    return sum(map(_telling, rule.all)) + min(map(_telling, rule.any), default=0) >= SPECIFIC


def read_subject(passage: Passage, paste: Sequence[str]) -> Subject:
    """What rules are tried on: the error messages of a passage, then the lines that it covers of the paste's lines."""
    errors = passage.failure.errors if passage.failure else ()
    told = [(error.line, f"{error.type}: {error.message}" if error.type else error.message) for error in errors]
    beside = [(number, paste[number - 1]) for number in sorted(set(passage.words.lines)) if number <= len(paste)]
    return Subject(
        lines=tuple(fold(line) for _, line in told + beside),
        numbers=tuple(number for number, _ in told + beside),
        types=passage.types,
        codes=frozenset(map(fold, passage.codes)),
    )


def satisfied_at(rule: TextRule, subject: Subject) -> int:
    """The 1-based line of the paste where a failure first meets the rule, 0 if it does not satisfy it."""
    if any(_place(condition, subject) for condition in rule.none):
        return 0
    places = [_place(condition, subject) for condition in rule.all]
    if rule.any:
        places.append(next((place for one in rule.any if (place := _place(one, subject))), 0))
    return places[0] if places and all(places) else 0


def fits_text(rule: TextRule, text: str) -> bool:
    """Whether any failure in `text`, pasted as it is, satisfies the rule."""
    split = find_failures(text)
    paste = split.text.split("\n")
    passages = read_passages(split.text, split.failures)
    return any(satisfied_at(rule, read_subject(passage, paste)) for passage in passages)


def required_words(rule: TextRule) -> tuple[str, ...]:
    """Words of which every failure that satisfies the rule has all, as the index of the matcher writes them.

    The first and last word of a text are left out, where it may begin or end inside a word, and so are numbers.
    """
    texts = [read_words(one.value)[1:-1] for one in rule.all if one.op in ("contains", "startswith")]
    words = [word for text in texts for word in text if word[0].isalpha() and word.isascii()]
    types = [type_feature(one.value) for one in rule.all if one.op == "type"]
    return tuple(dict.fromkeys(words + types))


def fold(text: str) -> str:
    """Text as rules compare it: without case, quotes of one kind, runs of spaces as one, 4,000 letters of a line."""
    return " ".join(text[:MAX_LINE].translate(QUOTES).lower().split())


def _read_conditions(raw: object) -> tuple[Condition, ...]:
    if not isinstance(raw, list):
        raise ValueError("all, any and none are lists of conditions.")
    return tuple(map(_read_condition, raw))


def _read_condition(raw: object) -> Condition:
    if not isinstance(raw, dict) or set(raw) != {"op", "value"} or raw["op"] not in OPERATORS:
        raise ValueError(f"A condition has a value and an op: {', '.join(OPERATORS)}.")
    value = raw["value"]
    if not isinstance(value, str) or not value.strip() or "\n" in value.strip():
        raise ValueError("The value of a condition is some text of one line.")
    if len(value) > MAX_VALUE:
        raise ValueError(f"The value of a condition has at most {MAX_VALUE} letters.")
    return Condition(raw["op"], fold(short_name(value) if raw["op"] == "type" else value))


def _telling(condition: Condition) -> int:
    if condition.op == "code":
        return SPECIFIC
    if condition.op == "type":
        return 0 if condition.value in GENERIC_TYPES else SPECIFIC
    return len(set(filter(says_something, read_words(condition.value))))


def _place(condition: Condition, subject: Subject) -> int:
    """The line where the condition is met, 0 if it is not; types and codes stand where the failure does."""
    return OPERATORS[condition.op](condition.value, subject)


def _contains(value: str, subject: Subject) -> int:
    return _first(subject, (value in line for line in subject.lines))


def _starts(value: str, subject: Subject) -> int:
    return _first(subject, (line.startswith(value) for line in subject.lines))


def _first(subject: Subject, met: Iterable[bool]) -> int:
    return next((number for number, is_met in zip(subject.numbers, met, strict=True) if is_met), 0)


def _has_code(value: str, subject: Subject) -> int:
    return subject.numbers[0] if value in subject.codes else 0


def _has_type(value: str, subject: Subject) -> int:
    return subject.numbers[0] if value in subject.types else 0


# What a condition can ask. Case and the width of spaces count nowhere; a type is compared by its last name.
OPERATORS: dict[str, Callable[[str, Subject], int]] = {
    "contains": _contains,  # a line or message holds the value, at any place, also inside a word
    "startswith": _starts,  # a line or message begins with the value
    "code": _has_code,  # an errno, vendor or compiler code is the value: [Errno 98], E0382
    "type": _has_type,  # an exception of the failure has this name: sqlite3.OperationalError or OperationalError
}
