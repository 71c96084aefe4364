"""What a recogniser saw in a text, short enough to be written down in a table of cases."""

from incidents.reading.failures.recogniser import Recogniser
from incidents.reading.values import Failure


def failures(recogniser: Recogniser, text: str) -> list[Failure]:
    """Without those that only claim lines."""
    return [failure for failure in recogniser.recognise(text.strip("\n").split("\n")) if failure.errors]


def errors(recogniser: Recogniser, text: str) -> list[tuple[str, str, str, str]]:
    """Role, type, code and message of all errors, failure by failure."""
    found = [error for failure in failures(recogniser, text) for error in failure.errors]
    return [(error.role, error.type, error.code, error.message) for error in found]
