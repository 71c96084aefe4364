"""What a paste carries besides its words is taken off here, so that every recogniser sees plain lines."""

import re
from dataclasses import dataclass

ANSI = re.compile(r"\x1b\[[0-9;:?<=>]*+[ -/]*+[@-~]|\x1b\][^\x07\x1b]*+(?:\x07|\x1b\\)?|\x1b[@-Z\\^_c]")


@dataclass(frozen=True)
class Cleaned:
    """The lines left, for each the 1-based line of the paste it comes from, and what was left out, said aloud."""

    text: str
    origin: tuple[int, ...]
    notices: tuple[str, ...] = ()


def clean(text: str) -> Cleaned:
    """The text without colours and overwritten progress, its lines mapped to the lines of the paste."""
    lines = ANSI.sub("", text).replace("\r\n", "\n").split("\n")
    lines = [line.rstrip("\r").rsplit("\r", 1)[-1] for line in lines]
    return Cleaned("\n".join(lines), tuple(range(1, len(lines) + 1)))
