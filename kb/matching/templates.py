"""One template out of several confirmed examples: what all of them say, with a hole where they differ."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from incidents.reading.masks import mask
from kb.matching.wordings import HOLE, PLACEHOLDER

LITERAL_WORDS = 2


def generalise(examples: Sequence[str]) -> str:
    """The words all examples share in one order, `<*>` for what stands between; "" if they share less than two.

    Numbers are holes from the start, so that two examples that agree in one by chance do not make it literal.
    """
    words = [PLACEHOLDER.sub(HOLE, mask(example, "T").text).split() for example in examples]
    template = words[0]
    for other in words[1:]:
        template = _common(template, other)
    return " ".join(template) if sum(HOLE not in word for word in template) >= LITERAL_WORDS else ""


def _common(one: Sequence[str], other: Sequence[str]) -> list[str]:
    common: list[str] = []
    for operation, start, end, _, _ in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if operation == "equal":
            common += one[start:end]
        elif common[-1:] != [HOLE]:
            common.append(HOLE)
    return common
