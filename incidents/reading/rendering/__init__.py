"""Markdown to HTML from the blocks that the reader walks, so that what is shown is what was read.

Blocks come from markdown-it-py, inline Markdown from Python-Markdown; nothing here reads a document's meaning.
Every step is linear in the text: whatever a pattern could take long for is shown as plain text.
"""

from collections.abc import Collection, Mapping

import nh3
from markdown import Markdown

from incidents.reading.rendering.extension import GitHubMarkdown
from incidents.reading.rendering.links import Place

# What was rendered by another version is rendered anew: raise it with every change of what comes out.
VERSION = 2

INLINE_TAGS = {"a", "br", "code", "del", "em", "img", "input", "span", "strong"}
BLOCK_TAGS = {"blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "ul"}
TABLE_TAGS = {"table", "tbody", "td", "th", "thead", "tr"}
ATTRIBUTES = {
    "*": {"class", "id", "data-lines"},
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "input": {"checked", "disabled", "aria-label"},
    "ol": {"start"},
    "span": {"title"},
    "td": {"align"},
    "th": {"align"},
}


def render(
    text: str, *, first_line: int = 1, places: Mapping[str, Place] | None = None, taken: Collection[str] = ()
) -> str:
    """Safe HTML of a document's body, whose first line is line `first_line` of the file.

    Blocks carry `data-lines="first-last"`; the first block of a line has the id `L<line>`. Raw HTML is shown as text.
    `places` says where the targets of `read_mentions` are; those it lacks are marked as not here. Without it, relative
    addresses stay as written. No heading gets an id that is `taken`.
    """
    markdown = Markdown(extensions=[GitHubMarkdown(first_line=first_line, places=places, taken=taken)])
    return _behind_the_wall(markdown.convert(text))


def _behind_the_wall(html: str) -> str:
    return nh3.clean(
        html,
        tags=INLINE_TAGS | BLOCK_TAGS | TABLE_TAGS,
        attributes=ATTRIBUTES,
        tag_attribute_values={"input": {"type": {"checkbox"}}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener noreferrer",
    )
