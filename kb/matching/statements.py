"""When two sentences say the same, so that the findings of many documents become evidence of one cause, fix or rule.

A figure for two sentences that depends on nothing else: words weigh by how common they are in what teams write, a fixed
table, for weights that grow with a catalogue would make the filing depend on what was filed before.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from kb.matching.common_words import FILLERS, LIGHT, SAME, TURNS, UNITS

# From here on two sentences are filed as one. `benchmarks/statements.py` prints what other cuts would give.
SAME_FROM = 0.85
# From here on they are shown to people as likely doubles.
ALIKE_FROM = 0.60
# A word that each has and the other lacks counts so many times as much as one that only one has: "the web role" and
# "the worker role" are two things, "the pool" and "the whole pool" are one.
EXCHANGED = 3.0
LIGHT_WEIGHT = 0.3
MAX_LETTERS = 20_000
MAX_TOKENS = 400

TOKEN = re.compile(
    r"""(?P<number>(?<![\w.])[-+]?\d[\d,]*(?:\.\d+)*)(?P<unit>[a-zA-Z]{1,7}(?![\w.])|\s?%)?   # 5s, 2.0, 90 %
    | (?P<flag>(?<!\w)--?[a-zA-Z][\w-]*)                                     # --rebase
    | (?P<word>[^\W\d]\w*(?:(?:[./:@]|::|=)+\w+)*|\d\w*)                      # pool, kb.models, arm64, size=5
    | (?P<operator>[<>=!]=|[<>])
    | (?P<clause>[,;:.!?()](?=\s|$))""",
    re.X,
)
LABEL = re.compile(
    r"""^\W*(?:(?:step|phase|task|option|fix|cause|rule|attempt|issue|problem|lesson)s?\s*\#?\d+
    | root\s+cause | lessons?(?:\s+learned)? | solution | recommended | critical | important | note)\W*[:.)-]\s+""",
    re.I | re.X,
)
# Phrases that are one word in meaning, said before the text is cut into words.
PHRASES = [
    (re.compile(pattern, re.I), word)
    for pattern, word in [
        (r"(?<=\w)n[’']t\b", " not"),
        (r"\bcannot\b", "can not"),
        (r"\b(?:instead of|rather than|in place of|no longer)\b", " not "),
        (r"\b(?:turn|switch)(?:ed|ing|s)? off\b", "disable"),
        (r"\b(?:turn|switch)(?:ed|ing|s)? on\b", "enable"),
        (r"\b(?:make sure|in order to|so that|has to|have to|had to)\b", " "),
        (r"[’']s\b", ""),
        (r"(?<=[a-z])-(?=[a-z])", " "),
    ]
]
# A name from code: with a dot, an underscore, a digit or a capital inside.
NAME = re.compile(r"[a-z][A-Z]|[A-Z]{2}[a-z]|[_./:@=\d]")
NEGATIONS = frozenset({"not", "never", "no", "none", "nobody", "nothing", "neither", "nor", "without"})
NUMBERS = dict(zip(("two", "three", "four", "five", "six", "seven", "eight"), "2345678", strict=True))
ENDING = re.compile(r"(?<=\w{3})(?:es|ed|ing|e)$|(?<=[a-rt-z]{2})s$")
Y_ENDING = re.compile(r"(?<=\w{2})(?:ies|ied)$")
CLAUSE = ","


@dataclass(frozen=True)
class Statement:
    """A sentence as the comparison reads it: `tokens` in order, a name from code or a number marked with "=" before it.

    Two sentences with the same tokens are one wording.
    """

    tokens: tuple[str, ...]

    @property
    def form(self) -> str:
        """The tokens as one text; `read_form` takes it back."""
        return " ".join(self.tokens)

    @cached_property
    def guard(self) -> str:
        """What two sentences must share to be compared: names and numbers in order, and whether there is a "not"."""
        named = [token for token in self.tokens if token[0] == "="]
        return " ".join([*named, *(["not"] if "not" in self.tokens else [])])

    @cached_property
    def words(self) -> Counter[str]:
        """Each plain word, however often it is said, with its weight."""
        return Counter(
            {token: weight(token) for token in self.tokens if token[0] != "=" and token not in (CLAUSE, "not")}
        )

    @cached_property
    def parts(self) -> dict[str, set[str]]:
        """By turning word, what stands between it and the end of its clause."""
        return dict(_parts(self.tokens))

    @cached_property
    def clauses(self) -> list[set[str]]:
        """What stands between commas and the like."""
        found: list[set[str]] = [set()]
        for token in self.tokens:
            if token == CLAUSE:
                found.append(set())
            else:
                found[-1].add(token)
        return found


def read_statement(text: str) -> Statement:
    """The sentence without case, labels, fillers and endings; of a long text the first 400 words."""
    plain = LABEL.sub("", text[:MAX_LETTERS].replace("`", "").replace("**", ""))
    for pattern, word in PHRASES:
        plain = pattern.sub(word, plain)
    tokens = [token for match in TOKEN.finditer(plain) for token in _tokens(match)][:MAX_TOKENS]
    return Statement(tuple(_trimmed(tokens)))


def read_form(form: str) -> Statement:
    """The statement of which `form` is the form."""
    return Statement(tuple(form.split(" ")) if form else ())


def likeness(one: Statement, other: Statement) -> float:
    """How much two sentences say the same, from 0 to 1.

    0 if a name, a number or a "not" differs, or if two parts are exchanged. Otherwise twice the weight of the words
    that both have, by that plus what only one has; what each has alone and the other lacks counts more.
    """
    if one.guard != other.guard or is_exchanged(one, other):
        return 0.0
    if not one.words or not other.words:
        return float(one.words == other.words)
    shared = sum((one.words & other.words).values())
    alone = sum(one.words.values()) - shared, sum(other.words.values()) - shared
    return 2 * shared / (2 * shared + sum(alone) + 2 * EXCHANGED * min(alone))


def is_exchanged(one: Statement, other: Statement) -> bool:
    """Whether what one says before a turning word ("before", "not", "with") the other says behind it, and the reverse.

    So with clauses: "remove the hook, use the event" is not "remove the event, use the hook".
    """
    all_ours, all_theirs = set(one.tokens), set(other.tokens)
    parts = [(one.parts[turn], other.parts[turn]) for turn in one.parts.keys() & other.parts.keys()]
    if len(one.clauses) == len(other.clauses) > 1:
        parts += [clauses for clauses in zip(one.clauses, other.clauses, strict=True) if clauses[0] & clauses[1]]
    return any((ours - theirs) & all_theirs and (theirs - ours) & all_ours for ours, theirs in parts)


def telling(statement: Statement) -> tuple[str, ...]:
    """Features of which any two statements that are alike have at least one in common, so that few are compared.

    The weightiest words, in an order that all statements share, until what is left could not make two alike; each with
    the guard, for statements with different guards are never alike.
    """
    least = ALIKE_FROM / (2 - ALIKE_FROM) * sum(statement.words.values())
    ordered = sorted(statement.words, key=lambda word: (-statement.words[word], _spread(word)))
    left, chosen = sum(statement.words.values()), []
    for word in ordered:
        if left < least:
            break
        chosen.append(f"{statement.guard}|{word}")
        left -= statement.words[word]
    return tuple(chosen) or (f"{statement.guard}|",)


def weight(word: str) -> float:
    """What a word counts: little if it is in every tenth sentence that teams write."""
    return LIGHT_WEIGHT if word in LIGHT else 1.0


def _tokens(match: re.Match[str]) -> Iterator[str]:
    if match["clause"]:
        yield CLAUSE
    elif match["number"]:
        yield f"={match['number'].replace(',', '').lstrip('+')}"
        if match["unit"]:
            unit = match["unit"].strip().lower()
            yield UNITS.get(unit) or stem(unit)
    elif match["flag"] or match["operator"]:
        yield f"={match['flag'] or match['operator']}"
    else:
        yield from _word(match["word"])


def _word(word: str) -> Iterator[str]:
    if NAME.search(word):
        yield from (f"={part}" for part in word.lower().split("="))
        return
    word = word.lower()
    if word in NEGATIONS:
        yield "not"
    elif word in NUMBERS:
        yield f"={NUMBERS[word]}"
    elif word not in FILLERS:
        yield SAME.get(word) or SAME.get(stem(word)) or stem(word)


def stem(word: str) -> str:
    """The word without its ending: rendered, rendering and renders are one."""
    if word in TURNS:
        return word
    bare = ENDING.sub("", Y_ENDING.sub("y", word))
    return bare[:-1] if len(bare) > 3 and bare[-1] == bare[-2] and bare[-1] in "bdgmnprt" else bare


def _trimmed(tokens: Sequence[str]) -> Iterator[str]:
    """Without clauses that hold nothing, and without the last full stop."""
    for place, token in enumerate(tokens, 1):
        if token != CLAUSE or tokens[place : place + 1] not in ([], [CLAUSE]):
            yield token


def _parts(tokens: Sequence[str]) -> Iterator[tuple[str, set[str]]]:
    parts: dict[str, set[str]] = {}
    turn = ""
    for token in tokens:
        if token == CLAUSE:
            turn = ""
        elif token in TURNS:
            turn = token
            parts.setdefault(turn, set())
        elif turn:
            parts[turn].add(token)
    yield from parts.items()


def _spread(word: str) -> str:
    """An order of words that has nothing to do with the alphabet, for common prefixes crowd there."""
    return sha256(word.encode()).hexdigest()
