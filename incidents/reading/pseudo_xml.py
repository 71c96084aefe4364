"""Sections that authors wrap in made-up tags (`<task>`, `<objective>`), whose inside is Markdown.

CommonMark takes all of it down to the next empty line for raw HTML; the findings in it would be lost.
"""

import re
import textwrap
from collections.abc import Iterator

from markdown_it.common.html_blocks import block_names

ATTRIBUTES = r"(?:\s++[^<>]*+)?"
# A line that is one tag and nothing else.
TAG_LINE = re.compile(rf"[ \t]*+</?(?P<name>[A-Za-z][\w:-]*+){ATTRIBUTES}>[ \t]*+$")
FENCE_LINE = re.compile(r"[ \t]*+(?P<fence>`{3,}+|~{3,}+)")
# HTML's own blocks are raw HTML on purpose.
HTML_NAMES = frozenset((*block_names, "script", "pre", "style", "textarea"))


def is_pseudo_xml(content: str) -> bool:
    """Whether a raw HTML block begins with a tag alone on its line that no HTML block is named by."""
    tag = TAG_LINE.match(content.split("\n", 1)[0])
    return bool(tag) and tag["name"].lower() not in HTML_NAMES


def split_pseudo_xml(content: str) -> Iterator[tuple[int, bool, str]]:
    """The block as (offset of the first line, whether it is a tag, text): tags alone, and dedented Markdown between."""
    run: list[str] = []
    fence = ""
    for number, line in enumerate(content.rstrip("\n").split("\n")):
        fence = _fence_after(line, fence)
        if fence or not TAG_LINE.match(line):
            run.append(line)
            continue
        if run:
            yield number - len(run), False, textwrap.dedent("\n".join(run))
        yield number, True, line
        run = []
    if run:
        yield content.rstrip("\n").count("\n") + 1 - len(run), False, textwrap.dedent("\n".join(run))


def _fence_after(line: str, fence: str) -> str:
    """The fence that is open below `line`: tags inside code are code."""
    found = FENCE_LINE.match(line)
    if not found:
        return fence
    if not fence:
        return found["fence"]
    return "" if found["fence"].startswith(fence) else fence
