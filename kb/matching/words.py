"""What a message is made of for the matcher: words with their lines, and the hashes by which words are looked up."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from kb.matching.keys import FILLERS, QUOTES

# A name with its apostrophe (can't), a number apart from its unit, or an operator that may be all the difference.
WORD = re.compile(r"[^\W\d]\w*(?:'t(?!\w))?|\d+(?=[a-z]{1,3}(?!\w))|\d\w*|[|+*/%&^@]|[=!]=")
# "1 argument was", "2 arguments were": the number decides the form, so the form decides nothing.
FORMS = {"were": "was", "are": "is", "have": "has"}
PLURAL = re.compile(r"(?<=[a-z]{3})(?<![su])(?<!i)s$")
MAX_WORD = 64
MAX_LINE = 4000

# Words of every second message: they are looked up like others, but weigh little however rare a catalogue makes them.
COMMON = frozenset(
    re.findall(
        r"\w+",
        """a an and are as at be been but by can for from had has have if in into is it its may no not of on or so
        that the their then there this to was were when which while will with you your e error exception""",
    )
)


@dataclass(frozen=True)
class Words:
    """The words of a text in lower case, and for each the 1-based line it stands on."""

    texts: tuple[str, ...]
    lines: tuple[int, ...]


def read_words(text: str) -> tuple[str, ...]:
    """The words of one line or message: lower case, singular, quotes folded; of a long line the first 4,000 letters."""
    return tuple(map(singular, WORD.findall(text[:MAX_LINE].translate(QUOTES).lower())))


@lru_cache(maxsize=65536)
def singular(word: str) -> str:
    """The form of a word that does not change with a number before it: `arguments` and `argument` are one."""
    return FORMS.get(word) or PLURAL.sub("", word[:MAX_WORD])


def says_something(word: str) -> bool:
    """Whether a word means something by itself: no number, no operator, no filler."""
    return word[0].isalpha() and word not in FILLERS and word not in COMMON


def pairs(words: Iterable[str]) -> Iterator[str]:
    """Each two neighbours as one feature: they carry the recall once words alone are common."""
    before = ""
    for word in words:
        if before:
            yield f"{before} {word}"
        before = word


def type_feature(short: str) -> str:
    """The feature of an exception's short name, apart from the same word in a message."""
    return f"!{short.lower()}"


@lru_cache(maxsize=65536)
def feature_hash(feature: str) -> int:
    """A signed 64-bit number, as a database's big integer holds it."""
    return int.from_bytes(blake2b(feature.encode(), digest_size=8).digest(), "big", signed=True)
