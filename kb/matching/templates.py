"""Templates out of confirmed examples: what several of them all say, with a hole where they differ."""

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from incidents.reading.masks import mask
from kb.matching.wordings import HOLE, PLACEHOLDER
from kb.matching.words import read_words

LITERAL_WORDS = 2


def generalise(examples: Sequence[str]) -> str:
    """A wording for each length that the examples have, `<*>` in it for each word they differ in; ` / ` between them.

    Numbers are holes from the start, so that two examples that agree in one by chance do not make it literal.
    "" if fewer than two words would stay.
    """
    by_length: dict[int, list[Sequence[str]]] = defaultdict(list)
    for example in examples:
        words = template_words(example)
        by_length[len(words)].append(words)
    wordings = [" ".join(_common(alike)) for alike in by_length.values()]
    if any(len(read_words(PLACEHOLDER.sub(" ", wording))) < LITERAL_WORDS for wording in wordings):
        return ""
    return " / ".join(dict.fromkeys(wordings))


@lru_cache(maxsize=4096)
def template_words(message: str) -> tuple[str, ...]:
    """The words of a message as a template writes them: a hole for each value that is one beyond doubt."""
    return tuple(PLACEHOLDER.sub(HOLE, mask(message, "T").text).split())


def fits(template: Sequence[str], message: Sequence[str]) -> bool:
    """Whether a whole message is the template with one word in each hole; both as words at level M."""
    return len(template) == len(message) and all(map(_word_fits, template, message))


def _common(alike: Sequence[Sequence[str]]) -> list[str]:
    return [words[0] if len(set(words)) == 1 else HOLE for words in zip(*alike, strict=True)]


def _word_fits(ours: str, theirs: str) -> bool:
    if ours in (theirs, HOLE):
        return True
    first, hole, last = ours.partition(HOLE)
    return bool(hole) and theirs.startswith(first) and theirs.endswith(last)
