"""What every report form offers to the splitter, in a module of its own so that the table can import the forms."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from incidents.reading.values import Failure


@dataclass(frozen=True)
class Recogniser:
    """`recognise` is given the cleaned lines and returns the failures it sees, lines counted from 1.

    A failure without errors tells nothing: it claims lines that only repeat what others tell.
    Lines that an earlier recogniser claimed are handed over as "".
    `cues` are plain substrings; a text that holds none of them is never handed to it; no cues means always.
    """

    form: str
    cues: tuple[str, ...]
    recognise: Callable[[Sequence[str]], list[Failure]]
