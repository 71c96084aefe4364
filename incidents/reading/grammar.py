"""Which lines are which block: CommonMark and tables by markdown-it's rules, each asked only where it can say yes.

markdown-it asks ten rules in turn about every line, and about every line of a paragraph again for each of two. The
first mark of a line rules out most of them; what comes out is the same in a third of the time.
"""

from collections.abc import Callable
from functools import cache
from typing import Any, Literal

from markdown_it import MarkdownIt
from markdown_it.common.utils import mdTrim
from markdown_it.rules_block import StateBlock, blockquote, code, fence, heading, hr, html_block, reference, table
from markdown_it.rules_block import list_block as list_

# A list is two levels deep, a quote one. markdown-it drops what is nested beyond its own limit; we stop before it.
DEEPEST_LEVEL = 90
MARKDOWN_IT_DEEPEST_LEVEL = DEEPEST_LEVEL + 10

Rule = Callable[[StateBlock, int, int, bool], bool]
# What `[label]: address` defines under "references", the number of marks made so far, and the most that are made.
Environment = dict[str, Any]

CODE_INDENT = 4
TABLE_RULE_MARKS = frozenset("|-:")
BLOCK_MARKS: dict[str, tuple[Rule, ...]] = {
    **dict.fromkeys("`~", (fence,)),
    ">": (blockquote,),
    **dict.fromkeys("*-", (hr, list_)),
    "_": (hr,),
    **dict.fromkeys("+0123456789", (list_,)),
    "[": (reference,),
    "<": (html_block,),
    "#": (heading,),
}
# What ends a paragraph ends a quote and a table as well; of these, fewer end a list.
MARKS_THAT_INTERRUPT = {mark: rules for mark, rules in BLOCK_MARKS.items() if mark != "["}
MARKS_THAT_END_LISTS = {mark: (rules[0],) for mark, rules in BLOCK_MARKS.items() if mark in "`~>*-_"}


class Mark:
    """Where a block opens or closes, or its text: as much of markdown-it's Token as block rules and we ask for."""

    attrs: dict[str, str] = {}
    map: list[int] | None = None
    children: list[Any] | None = None
    content = markup = info = ""
    hidden = False
    level = 0

    def __init__(self, type: str, tag: str, nesting: int) -> None:
        self.type, self.tag, self.nesting = type, tag, nesting


class _State(StateBlock):
    """Markdown-it's state, with marks instead of tokens: these take most of the time to make."""

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Mark:  # type: ignore[override]
        mark = Mark(ttype, tag, nesting)
        if nesting < 0:
            self.level -= 1
        mark.level = self.level
        if nesting > 0:
            self.level += 1
        self.tokens.append(mark)  # type: ignore[arg-type]
        return mark

    @property
    def is_full(self) -> bool:
        """Whether no more blocks are to be told apart."""
        return len(self.tokens) + self.env["made"] >= self.env["most"]


def parse(text: str, environment: Environment) -> list[Mark]:
    """The marks of all blocks of `text`, in order.

    When `environment` allows no more of them, all that follows is one mark of the type "rest".
    """
    if not text:
        return []
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    state = _State(text, _grammar(), environment, [])
    state.md.block.tokenize(state, state.line, state.lineMax)
    environment["made"] += len(state.tokens)
    return state.tokens  # type: ignore[return-value]


@cache
def _grammar() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": MARKDOWN_IT_DEEPEST_LEVEL})
    ruler = parser.block.ruler
    # markdown-it asks the first about a new block, the others by the name of what they may end.
    ruler.before("table", "by_mark", _by_mark)
    ruler.push("ends_text", _ends_text, {"alt": ["paragraph", "reference"]})
    ruler.push("ends_quote", _ends_quote, {"alt": ["blockquote"]})
    ruler.push("ends_list", _ends_list, {"alt": ["list"]})
    # "code" stays: markdown-it asks whether it is there.
    ruler.enableOnly(["by_mark", "code", "ends_text", "ends_quote", "ends_list"])
    return parser


def _by_mark(state: _State, first: int, end: int, silent: bool) -> bool:
    """The rule for any block."""
    if state.level >= DEEPEST_LEVEL:
        return _too_deep(state, first, end)
    if state.is_full:
        return _rest(state, first, end)
    if state.sCount[first] - state.blkIndent >= CODE_INDENT:
        return code(state, first, end, silent)
    if _is_over_table_rule(state, first, end) and table(state, first, end, silent):
        return True
    rules = BLOCK_MARKS.get(_mark(state, first), ())
    return (bool(rules) and any(rule(state, first, end, silent) for rule in rules)) or _text(state, first, end)


def _mark(state: StateBlock, line: int) -> str:
    at = state.bMarks[line] + state.tShift[line]
    return state.src[at : at + 1]


def _is_over_table_rule(state: StateBlock, line: int, end: int) -> bool:
    """A line of nothing but dashes makes a heading of what is above it, also where that has bars."""
    if line + 2 > end or _mark(state, line + 1) not in TABLE_RULE_MARKS:
        return False
    return not _level_of_underline(state, line + 1)


def _ends_text(state: _State, line: int, end: int, silent: bool) -> bool:
    if _is_over_table_rule(state, line, end) and table(state, line, end, True):
        return True
    return _ends_quote(state, line, end, silent)


def _ends_quote(state: _State, line: int, end: int, silent: bool) -> bool:
    rules = MARKS_THAT_INTERRUPT.get(_mark(state, line), ())
    return (bool(rules) and any(rule(state, line, end, True) for rule in rules)) or state.is_full


def _ends_list(state: _State, line: int, end: int, silent: bool) -> bool:
    rules = MARKS_THAT_END_LISTS.get(_mark(state, line), ())
    return (bool(rules) and any(rule(state, line, end, True) for rule in rules)) or state.is_full


def _too_deep(state: StateBlock, first: int, end: int) -> bool:
    """All lines of a block nested too deeply as one paragraph."""
    last = first + 1
    while last < end and (state.isEmpty(last) or state.sCount[last] >= state.blkIndent):
        last += 1
    state.line = last
    state.push("paragraph_open", "p", 1).map = [first, last]
    state.push("inline", "", 0).content = state.getLines(first, last, state.blkIndent, False).strip()
    state.push("paragraph_close", "p", -1)
    return True


def _rest(state: StateBlock, first: int, end: int) -> bool:
    """All that is left of the block around, or of the document, as it is written."""
    last = first + 1
    while last < end and (state.isEmpty(last) or state.sCount[last] >= state.blkIndent):
        last += 1
    state.line = last
    rest = state.push("rest", "", 0)
    rest.map, rest.content, rest.info = [first, last], state.getLines(first, last, state.blkIndent, True), "text"
    return True


def _text(state: StateBlock, first: int, end: int) -> bool:
    """A paragraph, or a heading when it is underlined. A quote's text may go on outside of it, its underline not."""
    around, state.parentType = state.parentType, "paragraph"
    line, level = first + 1, 0
    while line < state.lineMax and not state.isEmpty(line):
        indent = state.sCount[line]
        if indent - state.blkIndent < CODE_INDENT:
            level = _level_of_underline(state, line) if line < end and indent >= state.blkIndent else 0
            # A line with less than no indent continues the text of a quote, whatever it looks like.
            if level or (indent >= 0 and _ends_text(state, line, state.lineMax, True)):
                break
        line += 1
    _push_text(state, first, line, level)
    state.parentType = around
    return True


def _level_of_underline(state: StateBlock, line: int) -> int:
    at, end = state.bMarks[line] + state.tShift[line], state.eMarks[line]
    if state.src[at] not in "-=":
        return 0
    marks = state.src[at:end].rstrip(" \t")
    return 0 if marks.strip(marks[0]) else 2 - (marks[0] == "=")


def _push_text(state: StateBlock, first: int, last: int, level: int) -> None:
    state.line = last + (level > 0)
    name, tag = ("heading", f"h{level}") if level else ("paragraph", "p")
    state.push(f"{name}_open", tag, 1).map = [first, state.line]
    state.push("inline", "", 0).content = mdTrim(state.getLines(first, last, state.blkIndent, False))
    state.push(f"{name}_close", tag, -1)
