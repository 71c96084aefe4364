"""Which recogniser is asked when: the most telling form first, what nobody claims goes to the generic one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from incidents.reading.values import Failure


@dataclass(frozen=True)
class Recogniser:
    """`recognise` is given the cleaned lines and returns the failures it sees, lines counted from 1.

    `cues` are plain substrings; a text that holds none of them is never handed to it.
    """

    form: str
    cues: tuple[str, ...]
    recognise: Callable[[Sequence[str]], list[Failure]]


RECOGNISERS: tuple[Recogniser, ...] = ()
