"""What a row of the tables takes: phrases of whole words, and how much of a name they must make up."""

import re
from dataclasses import dataclass
from functools import lru_cache

IGNORED = "ignored"
BRACKETS = re.compile(r"\([^()]*+\)")
NOT_WORDS = re.compile(r"[^\w]+|_")


@dataclass(frozen=True, eq=False)
class Row:
    """What some phrases mean. `pattern` finds any of them in words that `words_of` has prepared.

    English words that hold none of `beginnings`, the first words of the phrases, need not be searched.
    """

    meaning: str
    pattern: re.Pattern[str]
    beginnings: frozenset[str]
    share: float = 1 / 3


def row(meaning: str, phrases: str) -> Row:
    """A row from phrases divided by `|`. What shall be ignored must be half of the words, or it hides findings."""
    share = 1 / 2 if meaning == IGNORED else 1 / 3
    stripped = [phrase.strip() for phrase in phrases.split("|")]
    beginnings = frozenset(phrase.strip("=^$").split()[0] for phrase in stripped)
    return Row(meaning, re.compile("|".join(map(_phrase, stripped))), beginnings, share)


def _phrase(phrase: str) -> str:
    if not phrase.isascii():
        return re.escape(phrase)
    words = re.escape(phrase.strip("=^$"))
    start = r"\A" if phrase[0] in "=^" else r"\b"
    return f"{start}{words}" + (r"\Z" if phrase[0] == "=" or phrase[-1] == "$" else r"\b")


def words_of(text: str) -> str:
    """`text` as the tables want it: small letters, words divided by one space, no marks and no leading numbers."""
    words = " ".join(NOT_WORDS.sub(" ", text.lower()).split())
    return words.lstrip("0123456789 ") or words


def meaning_of(text: str, table: tuple[Row, ...]) -> str:
    """The meaning of the first row of `table` that fits `text`, or "".

    A phrase somewhere in a long heading says little about it ("JWT token validation in tests"): it must make up
    the row's share of the words, or be two words at the beginning.
    """
    return _known(text, table) if len(text) <= LONGEST_KNOWN else _meaning(text, table)


def _meaning(text: str, table: tuple[Row, ...]) -> str:
    words = words_of(BRACKETS.sub(" ", text)) or words_of(text)
    single = set(words.split())
    for r in table:
        if words.isascii() and r.beginnings.isdisjoint(single):
            continue
        if any(_weighs(found, words, r.share) for found in r.pattern.finditer(words)):
            return r.meaning
    return ""


# Documents of one team name their parts alike: most names have been asked for before.
LONGEST_KNOWN = 100
_known = lru_cache(maxsize=20_000)(_meaning)


def _weighs(found: re.Match[str], words: str, share: float) -> bool:
    phrase = found.group().split()
    leads = share < 1 / 2 and len(phrase) > 1 and found.start() == 0
    return leads or not words.isascii() or len(phrase) >= share * len(words.split())
