"""Every heading can be linked to by its words, and by its line like any other block."""

from xml.etree.ElementTree import Element

from markdown.extensions.toc import slugify_unicode
from markdown.treeprocessors import Treeprocessor

HEADINGS = {f"h{level}" for level in range(1, 7)}


class HeadingIds(Treeprocessor):
    """Gives each heading a unique slug as id; its line's id goes to an empty element in front of its text."""

    def run(self, root: Element) -> None:
        """Must come after the inline patterns, so that a slug is made of words and not of marks."""
        used: dict[str, int] = {}
        for heading in root.iter():
            if heading.tag not in HEADINGS:
                continue
            _move_line_id(heading)
            slug = slugify_unicode("".join(heading.itertext()), "-")
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
