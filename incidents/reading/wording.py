"""The words of a finding: a node's own statement, its details, its steps, or what its code says."""

import re

from incidents.reading.cues import CHECK_ONLY, LEAD_SENTENCE
from incidents.reading.drafts import MUTE
from incidents.reading.inline import first_sentences, plain
from incidents.reading.sections import Node

DETAIL_WORDS = 60
SHORT_WORDS = 4
CODE_LINES = 6
# "OLD:", "After (fixed):" say which side of a change the code below shows.
COMMENTS = ("//", "#", "--", "/*")
SIDE = re.compile(r"(?:old|new|before|after|wrong|right|correct|bad|good)\b[^.]{0,20}\Z", re.IGNORECASE)


def section_words(node: Node) -> str:
    """A heading that states something, with the first prose below it."""
    first = next((c for c in node.children if c.kind in ("paragraph", "quote", "intro")), None)
    title = node.text or node.label
    return f"{title}: {first_sentences(first.statement, 2)}" if first else title


def with_details(words: str, node: Node) -> str:
    """Three sentences of `words`, and what is listed below them."""
    short = first_sentences(words, 3)
    details = details_of(node) if node.kind in ("item", "label", "intro") else ""
    return "".join((short, _joint(short), details)) if details else short


def _joint(words: str) -> str:
    """What stands between a name and its details: a colon, unless a sentence or an introduction ends there."""
    return " " if not words or words[-1] in ".:!?;。：" else ": "


def lead_of(node: Node) -> str:
    """The bold sentence that an item begins with, or ""."""
    found = LEAD_SENTENCE.match(node.raw)
    return plain(found["words"]) if found else ""


def details_of(node: Node) -> str:
    """What is listed below `node`, to any depth; code only where the words are few."""
    with_code = len(node.statement.split()) < SHORT_WORDS
    phrases = [phrase for child in node.children for phrase in _detail(child, with_code=with_code)]
    return " ".join("; ".join(phrases).split()[:DETAIL_WORDS]).removesuffix(";")


def _detail(node: Node, *, with_code: bool) -> list[str]:
    if node.role in MUTE:
        return []
    if node.kind == "code":
        return [code_words(node)] if with_code else []
    own = [] if node.role and not node.text else [node.statement.rstrip(";.")]
    below = [phrase for child in node.children for phrase in _detail(child, with_code=with_code)]
    return [phrase for phrase in own + below if phrase]


def steps_of(node: Node) -> str:
    """The steps of a procedure with their commands, without those that only look."""
    steps = [i for i in inside(node) if i.kind == "item" and not CHECK_ONLY.match(i.statement)]
    said = [" ".join([s.statement, *(code_words(c) for c in s.children if c.kind == "code")]) for s in steps]
    return " ".join(". ".join(said or [details_of(node)]).split()[:DETAIL_WORDS])


def code_words(node: Node) -> str:
    """What code says in words: its comments, or its first lines when it has none; of two sides the later."""
    lines = [line.strip() for line in node.text.split("\n") if line.strip()]
    comments = {i: line.lstrip("/#-* ") for i, line in enumerate(lines) if line.startswith(COMMENTS)}
    sides = [i for i, words in comments.items() if SIDE.match(words)]
    said = [words for i, words in comments.items() if i not in sides]
    if said:
        return ". ".join(said[:4])
    return " ".join(lines[sides[-1] + 1 if sides else 0 :][:3])


def first_lines(node: Node) -> str:
    """The first lines of code that are no comments."""
    lines = [line.strip() for line in node.text.split("\n") if line.strip()]
    return " ".join([line for line in lines if not line.startswith(COMMENTS)][:CODE_LINES])


def inside(node: Node) -> list[Node]:
    """The children of `node`, lists opened."""
    return [n for c in node.children for n in (c.children if c.kind == "list" else (c,))]
