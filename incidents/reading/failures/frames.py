"""Frames as the groups of an expression name them, and those that a backtrace prints on two lines."""

import re
from collections.abc import Callable, Iterator, Sequence

from incidents.reading.values import Frame


def frame_of(found: re.Match[str]) -> Frame:
    """The frame in the groups `file`, `function` and `line`, as far as the expression has them and they took part."""
    groups = found.groupdict()
    return Frame(groups.get("file") or "", groups.get("function") or "", int(groups.get("line") or 0))


def paired_frames(lines: Sequence[str], place: re.Pattern[str], function_in: Callable[[str], str]) -> Iterator[Frame]:
    """One frame for each line with a `place`; its function is the last that `function_in` gave for a line above."""
    function = ""
    for line in lines:
        found = place.match(line)
        if found:
            yield Frame(found["file"], function, int(found["line"]))
        else:
            function = function_in(line) or function
