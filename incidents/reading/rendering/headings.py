"""Every heading can be linked to by its words, and by its line like any other block."""

import re
from collections.abc import Collection
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

HEADINGS = {f"h{level}" for level in range(1, 7)}
NOT_IN_SLUG = re.compile(r"[^\w\s-]")
SPACE = re.compile(r"\s")


def slug_of(heading: str) -> str:
    """The words of a heading as GitHub puts them in addresses: tables of contents in documents are written for it."""
    return SPACE.sub("-", NOT_IN_SLUG.sub("", heading.strip().lower()))


class HeadingIds(Treeprocessor):
    """Gives each heading a unique slug as id; its line's id goes to an empty element in front of its text."""

    def __init__(self, md: Markdown, taken: Collection[str]) -> None:
        super().__init__(md)
        self.taken = taken

    def run(self, root: Element) -> None:
        """Must come after the inline patterns, so that a slug is made of words and not of marks."""
        used = dict.fromkeys(self.taken, 0)
        for heading in root.iter():
            if heading.tag not in HEADINGS:
                continue
            _move_line_id(heading)
            slug = slug_of("".join(heading.itertext()))
            heading.set("id", _unique(slug or "section", used))


def _unique(slug: str, used: dict[str, int]) -> str:
    """`slug`, or with the next number behind it that is free; `used` counts how often each was asked for."""
    while slug in used:
        used[slug] += 1
        slug = f"{slug}-{used[slug]}"
    used[slug] = 0
    return slug


def _move_line_id(heading: Element) -> None:
    line_id = heading.attrib.pop("id", None)
    if line_id:
        anchor = Element("span", {"id": line_id})
        anchor.tail, heading.text = heading.text, None
        heading.insert(0, anchor)
