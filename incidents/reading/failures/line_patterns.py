"""Tools that report a failure in one line each, read from a table: one pattern a kind of line."""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from incidents.reading.failures.frames import frame_of
from incidents.reading.failures.quoting import unquoted
from incidents.reading.values import Error, Failure


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
    lines: Sequence[str],
    patterns: Sequence[LinePattern],
    form: str,
    language: str = "",
    *,
    taken: Container[int] = (),
) -> Iterator[Failure]:
    """One failure for every line that one of `patterns` takes, but for the lines whose numbers are `taken`."""
    for number, line in enumerate(lines, start=1):
        error = line_error(line, number, patterns) if line and number not in taken else None
        if error:
            yield lone_failure(error, form, language)


def lone_failure(error: Error, form: str, language: str = "", *, test: str = "") -> Failure:
    """The failure of an error that its tool reports on one line only."""
    return Failure(form=form, errors=(error,), lines=(error.line, error.line), language=language, test=test)


def line_error(line: str, number: int, patterns: Sequence[LinePattern]) -> Error | None:
    """The error that `line`, the `number`th of the paste, reports: the first pattern that takes it wins, else None."""
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
        frames=(frame_of(found),) if groups.get("file") else (),
    )


def _open_ended(found: re.Match[str], line: str) -> bool:
    return found.end("message") == len(line)
