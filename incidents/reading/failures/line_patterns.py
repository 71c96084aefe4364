"""Tools that report a failure in one line each, read from a table: one pattern a kind of line."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from incidents.reading.failures.quoting import unquoted
from incidents.reading.values import Error, Failure, Frame


@dataclass(frozen=True)
class LinePattern:
    """`pattern` names the group `message`, and where the tool prints them `type`, `code`, `file` and `line`.

    `cue` is a plain substring: a line without it is never searched. `type` and `code` stand in for missing groups.
    """

    cue: str
    pattern: re.Pattern[str]
    type: str = ""
    code: str = ""


def line_failures(
    lines: Sequence[str], patterns: Sequence[LinePattern], form: str, language: str = ""
) -> Iterator[Failure]:
    """One failure for every line that one of `patterns` takes; the first pattern that does, wins."""
    for number, line in enumerate(lines, start=1):
        error = line_error(line, number, patterns)
        if error:
            yield Failure(form=form, errors=(error,), lines=(number, number), language=language)


def line_error(line: str, number: int, patterns: Sequence[LinePattern]) -> Error | None:
    """The error that `line`, the `number`th of the paste, reports; None when no pattern takes it."""
    for kind in patterns:
        found = kind.pattern.search(line) if kind.cue in line else None
        if found:
            return _error(kind, found, line, number)
    return None


def _error(kind: LinePattern, found: re.Match[str], line: str, number: int) -> Error:
    groups = found.groupdict()
    message = unquoted(line, found.start("message"), found.start()) if _open_ended(found, line) else groups["message"]
    return Error(
        type=groups.get("type") or kind.type,
        message=message.strip(),
        line=number,
        code=groups.get("code") or kind.code,
        frames=_frames(groups),
    )


def _open_ended(found: re.Match[str], line: str) -> bool:
    return found.end("message") == len(line)


def _frames(groups: dict[str, str | None]) -> tuple[Frame, ...]:
    if not groups.get("file"):
        return ()
    return (Frame(file=groups["file"] or "", line=int(groups.get("line") or 0)),)
