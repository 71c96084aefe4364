"""What an engine answers: a piece of a statement that selects the rows with the words, and their order."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Ranked:
    """`source` has the rows of `kb_searchrow` as r, `condition` leaves what was found, `order` has the best first.

    With `is_cut` there are more than these, less good ones.
    """

    source: str
    condition: str
    values: tuple
    order: str
    order_values: tuple = ()
    is_cut: bool = False


class EngineAway(Exception):
    """An engine outside the database that does not answer."""
