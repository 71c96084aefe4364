"""Templates: a form that is still to be filled in says nothing about a failure."""

import re
from collections.abc import Mapping

PLACEHOLDER = re.compile(r"YYYY|<[a-z][\w-]*(?:[ -][\w-]+)+>|\[(?:title|name|short description|incident title)\]", re.I)
# "P1 | P2 | P3" still offers what to choose from.
CHOICE = re.compile(r"\A[^|`:]{1,30}(?:\s\|\s[^|`:]{1,40}){2,}\Z")
CHOSEN = ("status", "severity", "priority")


def is_blank_form(title: str, fields: Mapping[str, object]) -> bool:
    """Whether the title holds a placeholder, or a field such as the severity was not chosen yet."""
    offered = (value for name in CHOSEN if isinstance(value := fields.get(name), str))
    return bool(PLACEHOLDER.search(title)) or any(map(CHOICE.match, offered))
