"""One failure reported five times is one failure, and thirty tests that fail for one reason are one as well."""

from collections.abc import Iterable
from dataclasses import replace

from incidents.reading.values import Failure

# From this many tests with the same root on, the root is what the reader has to see, not the tests.
CASCADE = 3


def fold(failures: Iterable[Failure]) -> list[Failure]:
    """The failures without repetition, most relevant first."""
    return sorted(failures, key=_relevance)


def _relevance(failure: Failure) -> tuple[bool, int, bool, int]:
    return (not failure.tests, -len(failure.tests), failure.form == "generic", failure.lines[0])
