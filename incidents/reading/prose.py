"""Sentences outside any named place that say why something failed or what removed it."""

from collections.abc import Iterator

from incidents.reading.cues import (
    BECAUSE,
    COMMIT_FIX,
    DISCOVERED,
    EARLIER_FIX,
    FAILURE_WORDS,
    FIXED_ITEM,
    NAMED_REASON,
    SOLVED_BY,
)
from incidents.reading.drafts import Context, Draft
from incidents.reading.inline import plain, sentences
from incidents.reading.outcomes import FAILED_WORDS
from incidents.reading.sections import Node
from incidents.reading.signatures import MESSAGE, TYPED
from incidents.reading.vocabulary.names import ISSUES

REASON_WORDS = 3


def read_prose(node: Node, context: Context) -> Iterator[Draft]:
    """The causes and fixes among the sentences of one paragraph or item; "unsure" in a summary, else "inferred"."""
    if node.kind == "item" and (reason := _reason(node, context)):
        yield _draft("cause", reason, node, context)
        return
    failing = context.confidence != "stated" or bool(FAILURE_WORDS.search(node.statement))
    for sentence in sentences(node.text or node.statement):
        kind = _kind(sentence, failing=failing, item=node.kind == "item")
        if kind == "cause" and (found := DISCOVERED.match(sentence)):
            yield _draft(kind, sentence[found.end() :], node, context)
        elif kind:
            yield _draft(kind, sentence, node, context)


def read_earlier_fix(node: Node, context: Context) -> Iterator[Draft]:
    """Evidence that an earlier fix did not help."""
    text = node.statement
    found = EARLIER_FIX.search(text)
    if found and FAILED_WORDS.search(text):
        yield _draft("fix", " ".join(sentences(text[found.start() :])[:3]), node, context, outcome="failed")


def read_commits(node: Node, context: Context) -> Iterator[Draft]:
    """The `fix: …` lines of a commit log in a block of code."""
    for offset, line in enumerate(node.text.split("\n"), start=1):
        found = COMMIT_FIX.match(line)
        if found:
            lines = (node.lines[0] + offset, node.lines[0] + offset)
            yield Draft("fix", found["words"], lines, context.section, context.path, "inferred", "worked")


def _reason(node: Node, context: Context) -> str:
    """Why a named thing fails: "`test_x` — reason", or an item with its error below it."""
    found = NAMED_REASON.match(node.raw) if context.role == ISSUES else None
    if found and len(plain(found["reason"]).split()) >= REASON_WORDS:
        return plain(node.raw)
    errors = any(TYPED.search(n.raw) for c in node.children for n in c.walk())
    return node.statement if context.role == ISSUES and errors else ""


def _kind(sentence: str, *, failing: bool, item: bool) -> str:
    if SOLVED_BY.search(sentence) or (failing and item and FIXED_ITEM.match(sentence)):
        return "fix"
    because = BECAUSE.search(sentence)
    quoted = MESSAGE.search(sentence)
    if because and quoted and quoted.start() < because.start() < quoted.end():
        return ""
    return "cause" if failing and (because or (item and DISCOVERED.match(sentence))) else ""


def _draft(kind: str, text: str, node: Node, context: Context, outcome: str = "worked") -> Draft:
    sure = "unsure" if context.confidence == "unsure" else "inferred"
    lines = node.own if node.own[0] else node.lines
    return Draft(kind, text, lines, context.section, context.path, sure, outcome if kind == "fix" else "")
