"""Is our structure that of GitHub? Compares with cmark-gfm: `rendering.py FOLDER... [--spec FILE]`

Prints each document that differs, at the first difference, and ends with 1 if any does. The inside of made-up tags such
as <task>, which is read as Markdown on purpose and is raw HTML to GitHub, is left out of the comparison.
FILE is the spec.txt of CommonMark or GFM (PyPI has none; npm's commonmark-spec holds one): each example is compared.
"""

import argparse
import re
import sys
from collections.abc import Collection, Iterator
from html.parser import HTMLParser
from itertools import zip_longest
from pathlib import Path

import cmarkgfm
from cmarkgfm.cmark import Options
from markdown_it import MarkdownIt

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from incidents.reading.encodings import NotText, decode
from incidents.reading.front_matter import read_front_matter
from incidents.reading.pseudo_xml import is_pseudo_xml
from incidents.reading.rendering import render

EXAMPLE = re.compile(r"^`{32} example[^\n]*\n(.*?)^\.\n.*?^`{32}$", re.MULTILINE | re.DOTALL)
DOCUMENTS = ("*.md", "*.markdown", "*.txt")
HEADINGS = {f"h{level}" for level in range(1, 7)}
CONTAINERS = {"ul", "ol", "blockquote"}


class Outline(HTMLParser):
    """Headings, items and quotes with their depth, code with its text, tables with rows and cells, in order."""

    def __init__(self, without: Collection[int]) -> None:
        super().__init__()
        self.without = without
        self.entries: list[str] = []
        self.depth = 0
        self.code: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in CONTAINERS:
            self.depth += 1
        if _first_line(attrs) in self.without:
            return
        if tag in HEADINGS or tag in ("li", "blockquote", "hr", "table", "tr", "td", "th"):
            self.entries.append(f"{tag} at depth {self.depth}{_side(attrs)}")
        if tag == "pre" and ("class", "html") not in attrs:
            self.code = []

    def handle_endtag(self, tag: str) -> None:
        if tag in CONTAINERS:
            self.depth -= 1
        if tag == "pre" and self.code is not None:
            self.entries.append(f"code at depth {self.depth}: " + "".join(self.code).rstrip("\n"))
            self.code = None

    def handle_data(self, data: str) -> None:
        if self.code is not None:
            self.code.append(data)


def _side(attrs: list[tuple[str, str | None]]) -> str:
    side = dict(attrs).get("align")
    return f" ({side})" if side else ""


def _first_line(attrs: list[tuple[str, str | None]]) -> int:
    return int((dict(attrs).get("data-lines") or "0").partition("-")[0])


def outline(html: str, without: Collection[int] = ()) -> list[str]:
    """The structure of rendered Markdown, one line per block, without the blocks that begin on some lines."""
    parser = Outline(without)
    parser.feed(html)
    parser.close()
    return parser.entries


def github_html(text: str) -> str:
    """`text` as cmark-gfm renders it, raw HTML left out."""
    return cmarkgfm.github_flavored_markdown_to_html(text, options=Options.CMARK_OPT_DEFAULT)


def difference(text: str) -> str:
    """The first block that differs, ours before theirs, or ""."""
    ours = outline(render(text), _inside_made_up_tags(text))
    pairs = zip_longest(ours, outline(github_html(text)), fillvalue="nothing")
    return next((f"ours {ours!r}, theirs {theirs!r}" for ours, theirs in pairs if ours != theirs), "")


def main() -> int:
    """The number of folders' documents that differ, told one by one."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("folders", nargs="*", type=Path)
    arguments.add_argument("--spec", type=Path, help="the spec.txt of CommonMark or GFM")
    asked = arguments.parse_args()
    bodies = [*_bodies(asked.folders), *(_examples(asked.spec) if asked.spec else ())]
    with_tags = sum(bool(_inside_made_up_tags(body)) for _, body in bodies)
    differing = {path: found for path, body in bodies if (found := difference(body))}
    for path, found in differing.items():
        print(f"{path}: {found[:300]}")
    print(f"{len(bodies)} documents, {len(differing)} differ, {with_tags} compared but for the inside of made-up tags")
    return min(1, len(differing))


def _bodies(folders: list[Path]) -> Iterator[tuple[Path, str]]:
    for folder in folders:
        for path in sorted(path for pattern in DOCUMENTS for path in folder.rglob(pattern)):
            try:
                yield path, read_front_matter(decode(path.read_bytes()).text).body
            except NotText as refusal:
                print(f"{path}: {refusal}")


def _examples(spec: Path) -> Iterator[tuple[Path, str]]:
    for number, example in enumerate(EXAMPLE.finditer(spec.read_text("utf-8")), start=1):
        yield spec / str(number), example[1].replace("→", "\t")


def _inside_made_up_tags(text: str) -> set[int]:
    """The lines that CommonMark takes for raw HTML and we read as Markdown."""
    blocks = (token for token in MarkdownIt("commonmark").parse(text) if token.type == "html_block")
    return {line + 1 for token in blocks if is_pseudo_xml(token.content) for line in range(*token.map)}


if __name__ == "__main__":
    sys.exit(main())
