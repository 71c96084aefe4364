"""The Python-Markdown extension that puts our grammar and our bounded patterns in the place of its own."""

from collections.abc import Collection, Mapping

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import (
    AUTOLINK_RE,
    AUTOMAIL_RE,
    BACKTICK_RE,
    ESCAPE_RE,
    LINE_BREAK_RE,
    AutomailInlineProcessor,
    BacktickInlineProcessor,
    EscapeInlineProcessor,
    InlineProcessor,
    SubstituteTagInlineProcessor,
)
from markdown.treeprocessors import InlineProcessor as InlineTreeprocessor
from markdown.util import Registry

from incidents.reading.rendering.emphasis import Emphasis
from incidents.reading.rendering.headings import HeadingIds
from incidents.reading.rendering.links import (
    IMAGE_START,
    LINK_START,
    NAME_START,
    WEB_ADDRESS,
    Autolink,
    Image,
    Link,
    Name,
    Place,
    WebAddress,
)
from incidents.reading.rendering.tree import BlockTree

ASCII_PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
BACKSLASH_BREAK = r"\\\n"


class GitHubMarkdown(Extension):
    """Blocks by markdown-it-py; of Python-Markdown's inline patterns only those that stay linear."""

    def __init__(self, *, first_line: int, places: Mapping[str, Place] | None, taken: Collection[str]) -> None:
        super().__init__()
        self.first_line = first_line
        self.places = places
        self.taken = taken

    def extendMarkdown(self, md: Markdown) -> None:
        """Replaces parser, patterns and tree processors of `md`; raw HTML is left to no one, so it stays text."""
        tree = BlockTree(self.first_line, md.htmlStash)
        md.parser = tree
        md.preprocessors.deregister("normalize_whitespace")
        md.preprocessors.deregister("html_block")
        md.treeprocessors.deregister("prettify")
        md.inlinePatterns = _patterns(md, tree, self.places)
        md.treeprocessors.register(InlineTreeprocessor(md), "inline", 20)
        md.treeprocessors.register(Emphasis(md), "emphasis", 15)
        md.treeprocessors.register(HeadingIds(md, self.taken), "heading_ids", -5)
        md.ESCAPED_CHARS = list(ASCII_PUNCTUATION)


def _patterns(md: Markdown, tree: BlockTree, places: Mapping[str, Place] | None) -> Registry[InlineProcessor]:
    """The higher the number, the earlier: what code holds is no link, what a link holds is no bare address."""
    patterns: Registry[InlineProcessor] = Registry()
    for priority, name, pattern in (
        (190, "backtick", BacktickInlineProcessor(BACKTICK_RE)),
        (185, "backslash_break", SubstituteTagInlineProcessor(BACKSLASH_BREAK, "br")),
        (180, "escape", EscapeInlineProcessor(ESCAPE_RE, md)),
        (170, "name", Name(NAME_START, md, tree.targets, places)),
        (160, "link", Link(LINK_START, md, tree.targets, places)),
        (150, "image", Image(IMAGE_START, md, tree.targets, places)),
        (120, "autolink", Autolink(AUTOLINK_RE, md)),
        (110, "automail", AutomailInlineProcessor(AUTOMAIL_RE, md)),
        (100, "linebreak", SubstituteTagInlineProcessor(LINE_BREAK_RE, "br")),
        (90, "web_address", WebAddress(WEB_ADDRESS, md)),
    ):
        patterns.register(pattern, name, priority)
    return patterns
