"""Which finding of a document explains, solves or prevents which other, and why the reader believes it."""

import re
from collections import Counter
from collections.abc import Sequence

from incidents.reading.values import Finding, FindingLink
from incidents.reading.vocabulary import SMALL_WORDS

PAIRS = (
    ("signature", "caused_by", "cause"),
    ("cause", "fixed_by", "fix"),
    ("cause", "prevented_by", "rule"),
    ("fix", "applies", "pattern"),
    ("signature", "solved_by", "pattern"),
)
WORD = re.compile(r"[^\W_]+")


def read_links(findings: Sequence[Finding], paths: dict[str, tuple[int, ...]]) -> tuple[FindingLink, ...]:
    """The links among `findings`; `paths` gives for each id the nodes above it, outermost first."""
    frequency = Counter(w for f in findings for w in _words(f.text))
    links: list[FindingLink] = []
    for source_kind, relation, target_kind in PAIRS:
        targets = [f for f in findings if f.kind == target_kind]
        for source in (f for f in findings if f.kind == source_kind):
            links += _best(source, relation, targets, paths, frequency)
    return tuple(links)


def _best(
    source: Finding,
    relation: str,
    targets: Sequence[Finding],
    paths: dict[str, tuple[int, ...]],
    frequency: Counter[str],
) -> list[FindingLink]:
    """The targets closest to `source`: on its own lines, in its own part of the document, or by rare shared words."""
    if not targets:
        return []
    on_lines = [t for t in targets if _overlap(source, t)]
    if on_lines:
        return [FindingLink(source.id, relation, t.id, "the same lines") for t in on_lines]
    depths = {t.id: _depth(paths[source.id], paths[t.id]) for t in targets}
    deepest = max(depths.values())
    if deepest > 2:
        return [FindingLink(source.id, relation, t.id, "the same part") for t in targets if depths[t.id] == deepest]
    scores = {t.id: _shared(source.text, t.text, frequency) for t in targets}
    best = max(scores.values())
    return [FindingLink(source.id, relation, t.id, "rare shared words") for t in targets if scores[t.id] == best > 0.6]


def _overlap(a: Finding, b: Finding) -> bool:
    return a.lines[0] <= b.lines[1] and b.lines[0] <= a.lines[1]


def _depth(a: tuple[int, ...], b: tuple[int, ...]) -> int:
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _words(text: str) -> set[str]:
    return {w for w in WORD.findall(text.lower()) if w not in SMALL_WORDS and len(w) > 2}


def _shared(a: str, b: str, frequency: Counter[str]) -> float:
    return sum(1 / (frequency[w] - 1) for w in _words(a) & _words(b) if frequency[w] > 1)
