"""The role of each link, so that a cause three exceptions down is as matchable as what was reported."""

from collections.abc import Sequence
from dataclasses import replace

from incidents.reading.values import Error


def as_chain(errors: Sequence[Error]) -> tuple[Error, ...]:
    """`errors`, outermost first, with the roles last, middle and root; leaves and captured ones keep theirs."""
    links = [place for place, error in enumerate(errors) if error.role not in ("leaf", "captured")]
    roles = dict.fromkeys(links[1:-1], "middle")
    if len(links) > 1:
        roles[links[-1]] = "root"
    return tuple(replace(error, role=roles.get(place, error.role)) for place, error in enumerate(errors))
