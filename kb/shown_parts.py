"""The parts of a three-way comparison as pages show them: what changed on which side, and of the rest a little."""

from dataclasses import dataclass

from incidents.merging import Merged, Part

# Of lines that all texts share, so many are shown at each end.
CONTEXT = 3


@dataclass(frozen=True)
class ShownPart:
    """A part of the comparison: what changed on which side, or (some of the) lines that did not."""

    part: Part
    change: str
    lines: tuple[str, ...]
    n_left_out: int = 0
    below: tuple[str, ...] = ()


def shown_parts(merged: Merged) -> list[ShownPart]:
    return [_shown(part) for part in merged.parts]


def _shown(part):
    change = _change(part)
    lines = part.lines or ()
    if change != "same" or len(lines) <= 2 * CONTEXT + 1:
        return ShownPart(part, change, lines)
    return ShownPart(part, change, lines[:CONTEXT], len(lines) - 2 * CONTEXT, lines[-CONTEXT:])


def _change(part):
    if part.lines is None:
        return "conflict"
    if part.ours == part.theirs:
        return "same" if part.ours == part.base else "both"
    return "theirs" if part.ours == part.base else "ours"
