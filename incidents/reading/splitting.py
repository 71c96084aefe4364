"""A pasted text is cut into its failures here: each form is asked in turn, and what is left is read line by line."""

import re
from dataclasses import dataclass

from incidents.reading.cleaning import clean
from incidents.reading.failures import generic
from incidents.reading.failures.error_words import BOILERPLATE, FOLLOWS
from incidents.reading.failures.folding import fold
from incidents.reading.failures.recogniser import Recogniser
from incidents.reading.failures.registry import RECOGNISERS
from incidents.reading.redacting import redact
from incidents.reading.values import Error, Failure

MAX_FAILURES = 200
SHORT_TEXT = 3
# How pytest and unittest say that they found no test.
NOTHING_RAN = re.compile(r"\s*+(?P<said>collected 0 items|Ran 0 tests)\b(?! / \d)")


@dataclass(frozen=True)
class Split:
    """`text` is cleaned and redacted, `failures` refer to its lines, the most relevant first.

    `notices` say what was left out on the way, each in a sentence for the page.
    """

    text: str
    failures: tuple[Failure, ...]
    notices: tuple[str, ...] = ()


def find_failures(text: str) -> Split:
    """All failures of a pasted text, reported however often each once; nothing of a caller's secret is in them."""
    cleaned = clean(text)
    shown = redact(cleaned.text)
    failures = fold(recognised(shown)) or _nothing_ran(shown) or _as_it_stands(shown)
    notices = cleaned.notices
    if len(failures) > MAX_FAILURES:
        notices = (*notices, f"{len(failures)} failures were found; the first {MAX_FAILURES} are shown.")
    return Split(shown, tuple(failures[:MAX_FAILURES]), notices)


def recognised(text: str) -> list[Failure]:
    """What the forms claim, and what is left: beside a report only a sure error is one."""
    unclaimed, left = text.split("\n"), text
    found: list[Failure] = []
    for recogniser in RECOGNISERS:
        failures = recogniser.recognise(unclaimed) if _concerns(recogniser, left) else []
        if failures:
            found += [failure for failure in failures if failure.errors]
            _claim(unclaimed, failures)
            left = "\n".join(unclaimed)
    found += generic.recognise_sure(unclaimed) if found else generic.recognise(unclaimed)
    return [failure for failure in found if not _follows(failure)] or found


def _follows(failure: Failure) -> bool:
    """Whether it says no more than that something else failed, of which there is word elsewhere in the text."""
    first = failure.errors[0]
    return first.type in ("", "Error") and FOLLOWS.match(first.message) is not None


def _concerns(recogniser: Recogniser, text: str) -> bool:
    return not recogniser.cues or any(cue in text for cue in recogniser.cues)


def _claim(lines: list[str], failures: list[Failure]) -> None:
    for failure in failures:
        first, last = failure.lines
        lines[first - 1 : last] = [""] * (last - first + 1)


def _nothing_ran(text: str) -> list[Failure]:
    """A run in which no test failed and none ran, which is what its caller asks about."""
    found = ((number, NOTHING_RAN.match(line)) for number, line in enumerate(text.split("\n"), 1))
    said = next(((number, match["said"]) for number, match in found if match), None)
    if not said:
        return []
    number, message = said
    return [Failure("generic", (Error("", message, number),), (number, number), phase="collection")]


def _as_it_stands(text: str) -> list[Failure]:
    """A short text in which nothing looks like an error is itself taken for one: someone pasted it."""
    filled = [(number, line.strip()) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    filled = [(number, line) for number, line in filled if not BOILERPLATE.match(line)]
    if not filled or len(filled) > SHORT_TEXT:
        return []
    message = " ".join(line for _, line in filled)
    return [Failure("generic", (Error("", message, filled[0][0]),), (filled[0][0], filled[-1][0]))]
