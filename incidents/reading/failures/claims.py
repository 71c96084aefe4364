"""Which lines each failure claims, so that no line of a text is read twice."""

from collections.abc import Callable, Iterable, Sequence

from incidents.reading.values import Failure


def read_in_turn(lines: Sequence[str], failure_at: Callable[[Sequence[str], int], Failure | None]) -> list[Failure]:
    """The failures that `failure_at` sees at an index of `lines`; it is not asked inside of one it has seen.

    Nor is it asked of an empty line, as lines are that another form has claimed.
    """
    failures, index = [], 0
    while index < len(lines):
        failure = failure_at(lines, index) if lines[index] else None
        if failure:
            failures.append(failure)
        index = failure.lines[1] if failure else index + 1
    return failures


def claimed_lines(failures: Iterable[Failure]) -> set[int]:
    """The numbers of all lines that `failures` take up."""
    return {number for failure in failures for number in range(failure.lines[0], failure.lines[1] + 1)}
