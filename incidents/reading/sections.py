"""The outline of a document: blocks become nodes that know their name, its meaning and what is under them."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from incidents.reading.blocks import Block
from incidents.reading.inline import NUMBER, Labelled, plain, strip_lead, unlabelled
from incidents.reading.vocabulary.names import COLUMNS, HEADINGS, KEYS, LABELS, PATTERN
from incidents.reading.vocabulary.phrases import IGNORED, meaning_of

# "Issue 1: Endpoint Not Found", "Fix 2: ...", "Root Cause: ...": the name stands before the colon.
HEADING_NAME = re.compile(r"\A(?P<name>[^:：]{2,40}?)(?:\s+#?\d{1,3})?\s*[:：]\s*(?P<rest>\S.*)\Z")
KEY_LINE = re.compile(r"\A(?P<indent>\s*)(?:-\s+)?(?P<key>[a-z][a-z_-]{2,30}):(?:\s+(?P<rest>.*))?\Z")
FOLDED = re.compile(r"\A[>|][-+]?\Z")
NUMBERED_LINE = re.compile(r"\A\s*(?:\d{1,2}[.)]|[-*])\s+")
TAG_LINE = re.compile(r"\A\s*</?[A-Za-z_][\w-]*(?:\s[^<>]*)?>\s*")
LINE_WITH_MARK = re.compile(r"\A(?:✅|❌|⚠|✓|✔|✗|✘|☑|☐|🔴|🟢|🟡)")
# "**Files:** `a.py` **Commit:** 12ab34f **Fix:** Added ...": fields that a formatter has run together.
FIELD = r"\*\*[A-Za-z][A-Za-z /-]{1,30}:\*\*"
FIELD_RUN = re.compile(rf"\A{FIELD}\s[^*]*(?:\*(?!\*)[^*]*)*{FIELD}\s")
NEXT_FIELD = re.compile(rf"(?<=\S)\s+(?={FIELD}(?:\s|\Z))")
STRUCTURED_CODE = ("yaml", "yml", "")


@dataclass(frozen=True)
class Node:
    """One named or nameless piece of a document.

    `kind` is section, label, intro, item, paragraph, list, code, table, row, quote or rule; an intro is prose that
    ends with a colon, with the block it announces. `label` is its plain heading or
    label, `text` the plain words after it, `raw` both as written; `role` the vocabulary's meaning of the label or "".
    `lines` cover the children, `own` only the node's own text. `cells` are a row's, by the head of the column.
    """

    kind: str
    lines: tuple[int, int]
    label: str = ""
    text: str = ""
    raw: str = ""
    role: str = ""
    level: int = 0
    number: int | None = None
    info: str = ""
    own: tuple[int, int] = (0, 0)
    cells: tuple[tuple[str, str], ...] = ()
    children: tuple["Node", ...] = field(default=(), repr=False)

    @property
    def statement(self) -> str:
        """The words as a statement: with the label, unless the label only says what kind of statement it is."""
        if self.role or not self.label:
            return self.text or self.label
        return f"{self.label}: {self.text}" if self.text else self.label

    def walk(self) -> Iterator["Node"]:
        """This node and all below it, in the order of the text."""
        left = [self]
        while left:
            node = left.pop()
            yield node
            left += reversed(node.children)


def outline(blocks: Sequence[Block], text: str = "", first_line: int = 1) -> Node:
    """The document as one nameless section; headings hold what follows them, labels what belongs to them.

    `text` is what `blocks` were read from and `first_line` the number of its first line: Markdown runs sections of
    `key: value` lines together, so these are read from the lines themselves.
    """
    nodes = list(_all_nodes(blocks, text.split("\n"), first_line))
    last = max((n.lines[1] for n in nodes), default=1)
    return Node("section", (1, last), children=_nest(nodes))


def _all_nodes(blocks: Sequence[Block], lines: Sequence[str], first_line: int) -> Iterator[Node]:
    starts = [i for i, block in enumerate(blocks) if block.kind == "heading"]
    yield from (n for block in blocks[: starts[0] if starts else None] for n in _nodes(block))
    for start, end in zip(starts, [*starts[1:], len(blocks)], strict=False):
        heading, below = blocks[start], blocks[start + 1 : end]
        yield from _nodes(heading)
        last = below[-1].lines[1] if below else heading.lines[1]
        body = lines[heading.lines[1] + 1 - first_line : last + 1 - first_line]
        if _is_keyed(body):
            yield from _keyed(body, heading.lines[1] + 1)
        else:
            yield from (n for block in below for n in _nodes(block))


def _is_keyed(body: Sequence[str]) -> bool:
    """Whether a section consists of `key: value` lines, two of them with keys that the vocabulary knows."""
    first = next((line for line in body if line.strip()), "")
    keys = {key for key in _keys("\n".join(body)) if meaning_of(key, KEYS)} if KEY_LINE.match(first) else set()
    return len(keys) > 1


def _nodes(block: Block) -> list[Node]:
    return BUILDERS.get(block.kind, _paragraph)(block)


def _heading(block: Block) -> list[Node]:
    words = plain(strip_lead(block.text))
    role = meaning_of(words, HEADINGS)
    found = HEADING_NAME.match(words)
    rest = ""
    if found:
        named = meaning_of(found["name"], LABELS) or meaning_of(found["name"], HEADINGS)
        role, rest = (named, found["rest"]) if named and named != IGNORED else (role, "")
    number = NUMBER.match(block.text)
    count = int(re.sub(r"\D.*", "", number.group().lstrip("(#")) or 0) if number else None
    node = Node("section", block.lines, words, rest, block.text, role, block.level, count, own=block.lines)
    return [node]


def _paragraph(block: Block) -> list[Node]:
    if block.kind == "rule":
        return [Node("rule", block.lines)]
    text = block.text
    lines = [TAG_LINE.sub("", line) for line in text.split("\n")] if "<" in text else text.split("\n")
    pieces = list(enumerate(lines, start=block.lines[0]))
    if FIELD_RUN.match(text):
        pieces = [(number, piece) for number, line in pieces for piece in NEXT_FIELD.split(line)]
    return list(_segments(pieces))


def _html(block: Block) -> list[Node]:
    if block.text.lstrip().startswith("<!--"):
        return []
    return _paragraph(block)


def _segments(pieces: Sequence[tuple[int, str]]) -> Iterator[Node]:
    """Numbered lines, or pieces of lines, parted where a label or a mark begins."""
    start = 0
    for i in range(1, len(pieces) + 1):
        if i == len(pieces) or _begins(pieces[i][1]):
            text = "\n".join(piece for _, piece in pieces[start:i])
            if text.strip():
                yield _named(text, (pieces[start][0], pieces[i - 1][0]))
            start = i


def _begins(line: str) -> bool:
    if LINE_WITH_MARK.match(line):
        return True
    named = unlabelled(line)
    return bool(named.label) and (_label_ends(line, named) or bool(_role(named)))


def _label_ends(line: str, named: Labelled) -> bool:
    return named.bold and line.lstrip().startswith(("**", "__")) and (not named.text or ":" in line or "：" in line)


def _role(named: Labelled) -> str:
    label = plain(named.label)
    found = None if named.text else HEADING_NAME.match(label)
    role = meaning_of(found["name"], LABELS) if found else ""
    role = role if role != IGNORED else ""
    return role or (meaning_of(label, LABELS) if named.bold or len(label.split()) <= 3 else "")


def _named(markdown: str, lines: tuple[int, int], kind: str = "") -> Node:
    """A paragraph or list item as a node: a label when it carries a name, else as it is."""
    named = unlabelled(markdown)
    label = plain(named.label)
    role = _role(named) if label else ""
    if not role and (not named.bold or not _has_colon(markdown, named)):
        label = label if named.bold and not named.text else ""
    text = plain(named.text) if label else plain(strip_lead(markdown))
    intro = not role and not named.bold and text.endswith((":", "："))
    if intro and not kind:
        return Node("intro", lines, text.rstrip(" :："), "", markdown, own=lines)
    return Node(kind or ("label" if label else "paragraph"), lines, label, text, markdown, role, own=lines)


def _has_colon(markdown: str, named: Labelled) -> bool:
    head = markdown.split(named.text, 1)[0] if named.text else markdown
    return any(c in head for c in ":：—–-→") or not named.text


def _list(block: Block) -> list[Node]:
    items = tuple(_item(item) for item in block.children)
    return [Node("list", (items[0].lines[0], items[-1].lines[1]) if items else block.lines, children=items)]


def _item(block: Block) -> Node:
    children = [n for child in block.children for n in _nodes(child)]
    if not children:
        return Node("item", block.lines, own=block.lines)
    first, rest = children[0], children[1:]
    last = max(n.lines[1] for n in children)
    if first.kind in ("paragraph", "label", "intro"):
        label, text = ("", first.label) if first.kind == "intro" else (first.label, first.text)
        lines, own = (block.lines[0], last), (block.lines[0], first.own[1])
        return Node(
            "item", lines, label, text, first.raw, first.role, number=block.number, own=own, children=_nest(rest)
        )
    return Node("item", (block.lines[0], last), number=block.number, own=block.lines, children=_nest(children))


def _code(block: Block) -> list[Node]:
    info = block.info.lower().split(" ")[0].strip("{}.") if block.info else ""
    known = {key for key in _keys(block.text) if meaning_of(key, KEYS)}
    if info in STRUCTURED_CODE and len(known) > (0 if info else 1):
        return list(_keyed(block.text.split("\n"), block.lines[0] + 1))
    return [Node("code", block.lines, text=block.text, raw=block.text, info=info, own=block.lines)]


def _keys(text: str) -> list[str]:
    found = (KEY_LINE.match(line) for line in text.split("\n")[:200])
    return [f["key"] for f in found if f and not f["indent"]]


def _keyed(lines: Sequence[str], first: int) -> Iterator[Node]:
    """`key: value` lines as labels; folded values of several lines, numbered ones as lists."""
    starts = [i for i, line in enumerate(lines) if (found := KEY_LINE.match(line)) and not found["indent"]]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        found = KEY_LINE.match(lines[start])
        assert found
        head = found["rest"] or ""
        body = [("" if FOLDED.match(head) else head), *lines[start + 1 : end]]
        yield _key_node(found["key"], body, first + start)


def _key_node(key: str, body: Sequence[str], first: int) -> Node:
    while body and not body[-1].strip():
        body = body[:-1]
    lines = (first, first + max(0, len(body) - 1))
    role = meaning_of(key, KEYS) or meaning_of(key, LABELS)
    numbered = [i for i, line in enumerate(body) if NUMBERED_LINE.match(line)]
    numbered = [i for i in numbered if _indent(body[i]) <= _indent(body[numbered[0]])]
    intro = plain(" ".join(body[: numbered[0]] if numbered else body))
    items = tuple(
        _named(" ".join(line.strip() for line in body[a:b]), (first + a, first + b - 1), kind="item")
        for a, b in zip(numbered, [*numbered[1:], len(body)], strict=False)
    )
    children = (Node("list", lines, children=items),) if items else ()
    return Node("label", lines, key, intro, "\n".join(body), role, own=lines, children=children)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _table(block: Block) -> list[Node]:
    rows = [row for part in block.children for row in part.children]
    if len(rows) < 2:
        return []
    heads = [plain(cell.text) for cell in rows[0].children]
    children = tuple(_row(row, heads) for row in rows[1:])
    return [Node("table", block.lines, children=children, label=" | ".join(heads))]


def _row(block: Block, heads: Sequence[str]) -> Node:
    cells = tuple((head, plain(strip_lead(c.text))) for head, c in zip(heads, block.children, strict=False))
    raw = " | ".join(c.text for c in block.children)
    return Node("row", block.lines, raw=raw, own=block.lines, cells=cells)


def _quote(block: Block) -> list[Node]:
    inner = [n for child in block.children for n in _nodes(child)]
    return [replace(n, kind="quote") if n.kind == "paragraph" else n for n in inner]


BUILDERS: dict[str, Callable[[Block], list[Node]]] = {
    "heading": _heading,
    "list": _list,
    "code": _code,
    "table": _table,
    "quote": _quote,
    "html": _html,
}


def _nest(nodes: Sequence[Node]) -> tuple[Node, ...]:
    """Siblings as a tree: headings by level, then labels with what belongs to them."""
    result: list[Node] = []
    start = 0
    while start < len(nodes):
        find_end = ENDS.get(nodes[start].kind)
        end = find_end(nodes, start) if find_end else start + 1
        result.append(_with(nodes[start], nodes[start + 1 : end]))
        start = end
    return tuple(result)


def _with(node: Node, below: Sequence[Node]) -> Node:
    if not below:
        return node
    children = (*node.children, *_nest(below))
    return replace(node, children=children, lines=(node.lines[0], max(node.lines[1], *(n.lines[1] for n in children))))


def _section_end(nodes: Sequence[Node], at: int) -> int:
    """Where the next heading stands that is not below the one at `at`."""
    level = nodes[at].level
    following = range(at + 1, len(nodes))
    return next((i for i in following if nodes[i].kind == "section" and nodes[i].level <= level), len(nodes))


def _intro_end(nodes: Sequence[Node], at: int) -> int:
    """Behind the one block that an introduction announces."""
    return at + 1 + sum(1 for node in nodes[at + 1 : at + 2] if node.kind in ("list", "table", "code"))


def _label_end(nodes: Sequence[Node], at: int) -> int:
    """Where the label at `at` stops: one with words takes code and lists, an empty one also prose and names."""
    node = nodes[at]
    empty = not node.text
    end = at + 1
    while end < len(nodes) and _belongs(nodes[end], node, empty=empty):
        end += 1
    return end


def _belongs(other: Node, node: Node, *, empty: bool) -> bool:
    if other.kind in ("section", "rule"):
        return False
    if other.kind == "label":
        return empty and node.role not in ("", IGNORED, PATTERN) and not _stands_alone(other)
    return other.kind in ("list", "code", "table", "intro")[: 4 if empty else 3] or empty


ENDS: dict[str, Callable[[Sequence[Node], int], int]] = {
    "section": _section_end,
    "intro": _intro_end,
    "label": _label_end,
}


def _stands_alone(node: Node) -> bool:
    return bool(node.role) and node.role != "option"


def column_role(head: str) -> str:
    """What the cells under a table's head mean, or ""."""
    return meaning_of(head, COLUMNS)
