"""Timelines: what was done while it burned, and whether it lasted."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from incidents.reading.attempts import STAMP_LEAD
from incidents.reading.drafts import Draft
from incidents.reading.inline import sentences
from incidents.reading.sections import Node

TIMELINE = re.compile(
    r"\b(?:timeline|chronology|sequence of events|chain of events)\b|タイムライン|時系列", re.IGNORECASE
)
VERBS = (
    r"(?:deleted|restarted|rebooted|rolled\sback|reverted|banned|blocked|scaled|increased|decreased|upgraded|downgraded|"
    r"bumped|disabled|enabled|drained|cordoned|failed\sover|killed|patched|hotfixed|redeployed|recreated|purged|cleared|"
    r"unblocked|throttled|resized|renewed|rotated|replaced|removed)"
)
# "Deleted the hub pods", "We restarted ...", "The repository is banned": something was changed.
ACTED = re.compile(
    rf"\A\W*(?:(?:we|i|they|team|ops|on-?call|operator)\s)?(?:then\s|also\s)?{VERBS}\b\s+\S+", re.IGNORECASE
)
WAS_ACTED = re.compile(
    rf"\A\W*(?:[\w`'/-]+\s){{1,5}}(?:is|are|was|were|has\sbeen|have\sbeen)\s{VERBS}\b", re.IGNORECASE
)
# "Pushed potential fix to main", "Triggered the pipeline for applying the fix": a fix on its way.
SENT_FIX = re.compile(
    r"\A\W*(?:we\s)?(?:pushed|merged|deployed|released|shipped|applied|rolled\sout|triggered|executed)\b.{0,60}"
    r"\b(?:fix|hotfix|patch|workaround|rollback|revert|mitigation)\b",
    re.IGNORECASE,
)
RECURS = re.compile(
    r"\b(?:again|once\smore|still|recur\w*|re-?appear\w*|come\sback|came\sback|continues?\sto|did\snot\shelp|no\seffect)\b",
    re.IGNORECASE,
)
FAILING = re.compile(
    r"\b(?:fail\w*|not|n't|wrong|error\w*|down|slow|timeout\w*|hang\w*|crash\w*|problem\w*)\b", re.IGNORECASE
)
LONGEST = 300


@dataclass(frozen=True)
class _Entry:
    text: str
    lines: tuple[int, int]


def read_timelines(root: Node) -> list[Draft]:
    """A fix for each change that a timeline tells: "failed" when a later entry says that it happened again."""
    return [draft for node, path, section in _timelines(root, (), ()) for draft in _changes(node, path, section)]


def _timelines(
    node: Node, path: tuple[int, ...], section: tuple[str, ...]
) -> Iterator[tuple[Node, tuple[int, ...], tuple[str, ...]]]:
    path = (*path, id(node))
    section = (*section, node.label) if node.kind == "section" and node.label else section
    if node.kind in ("section", "label") and node.level != 1 and TIMELINE.search(node.label):
        yield node, path, section
        return
    for child in node.children:
        yield from _timelines(child, path, section)


def _changes(node: Node, path: tuple[int, ...], section: tuple[str, ...]) -> Iterator[Draft]:
    open_fixes: list[Draft] = []
    for entry in _entries(node):
        said = [s for s in sentences(entry.text) if RECURS.search(s) and FAILING.search(s)]
        if said:
            yield from (replace(fix, outcome="failed") for fix in open_fixes)
            open_fixes = []
        change = next((s for s in sentences(entry.text) if _tells_change(s)), "")
        if change:
            open_fixes.append(Draft("fix", change, entry.lines, section, path, "inferred", "worked"))
    yield from open_fixes


def _tells_change(sentence: str) -> bool:
    return bool(ACTED.match(sentence) or WAS_ACTED.match(sentence) or SENT_FIX.match(sentence))


def _entries(node: Node) -> Iterator[_Entry]:
    """The entries below `node` in the order of the lines: items, rows and paragraphs, without their time."""
    for child in node.children:
        if child.kind == "row":
            yield _Entry(child.cells[-1][1] if child.cells else "", child.own)
        elif child.kind in ("paragraph", "item", "label", "quote"):
            words = child.text if STAMP_LEAD.sub("", child.label) == "" else child.statement
            yield _Entry(STAMP_LEAD.sub("", words)[:LONGEST], child.own)
        yield from _entries(child)
