"""Which finding of a document explains, solves or prevents which other, and why the reader believes it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log, sqrt

from incidents.reading.values import Finding, FindingLink
from incidents.reading.vocabulary import SMALL_WORDS

WORD = re.compile(r"[^\W_]+")
NUMBERED = re.compile(
    r"\b(?:issue|bug|problem|cause|root cause|fix|solution|failure|error)\s?#?(?P<number>\d{1,5})\b", re.I
)
STEM = 6
# The nodes that all findings share: the document and its title.
TITLE_DEPTH = 2
# Shared stems weighed by rarity over the square root of the length: below this, two statements speak of other things.
NEAR = 0.8
NEAR_PATTERN = 1.2
NEAR_RULE = 1.1
FEW = 4


@dataclass(frozen=True)
class Document:
    """The findings of one document, where each stands, and how rare each word is among them."""

    findings: tuple[Finding, ...]
    paths: dict[str, tuple[int, ...]]
    weights: dict[str, float]

    def of(self, kind: str) -> list[Finding]:
        """The findings of one kind."""
        return [f for f in self.findings if f.kind == kind]


def read_links(findings: Sequence[Finding], paths: dict[str, tuple[int, ...]]) -> tuple[FindingLink, ...]:
    """The links among `findings`; `paths` gives for each id the nodes above it, outermost first."""
    counts = Counter(stem for f in findings for stem in _stems(f.text))
    weights = {stem: log(1 + len(findings) / count) for stem, count in counts.items()}
    document = Document(tuple(findings), paths, weights)
    links = [*_causes(document), *_fixes(document), *_rules(document), *_patterns(document)]
    links += _solved(document, links)
    return tuple(dict.fromkeys(links))


def _causes(document: Document) -> Iterator[FindingLink]:
    causes = document.of("cause")
    for signature in document.of("signature"):
        for cause, reason in _partners(signature, causes, document, near=NEAR):
            yield FindingLink(signature.id, "caused_by", cause.id, reason)


def _fixes(document: Document) -> Iterator[FindingLink]:
    causes = document.of("cause")
    for fix in document.of("fix"):
        for cause, reason in _partners(fix, causes, document, near=NEAR):
            yield FindingLink(cause.id, "fixed_by", fix.id, reason)


def _rules(document: Document) -> Iterator[FindingLink]:
    causes = document.of("cause")
    for rule in document.of("rule"):
        for cause, reason in _partners(rule, causes, document, near=NEAR_RULE, alone=False):
            yield FindingLink(cause.id, "prevented_by", rule.id, reason)


def _patterns(document: Document) -> Iterator[FindingLink]:
    fixes = document.of("fix")
    for pattern in document.of("pattern"):
        for fix, reason in _partners(pattern, fixes, document, near=NEAR_PATTERN, alone=False):
            if fix.outcome != "failed":
                yield FindingLink(fix.id, "applies", pattern.id, reason)


def _solved(document: Document, links: Iterable[FindingLink]) -> Iterator[FindingLink]:
    """Along the chain signature, cause, fix, pattern; or in one part of the document where no cause is told."""
    by_source: dict[str, list[FindingLink]] = {}
    for link in links:
        by_source.setdefault(link.source, []).append(link)
    failed = {f.id for f in document.of("fix") if f.outcome == "failed"}
    for signature in document.of("signature"):
        causes = [link.target for link in by_source.get(signature.id, [])]
        fixes = [x.target for c in causes for x in by_source.get(c, []) if x.relation == "fixed_by"]
        for fix in dict.fromkeys(f for f in fixes if f not in failed):
            for link in by_source.get(fix, []):
                yield FindingLink(signature.id, "solved_by", link.target, "its cause's fix applies it")
        if not causes:
            for pattern, depth in _nearest(signature, document.of("pattern"), document):
                if depth > TITLE_DEPTH:
                    yield FindingLink(signature.id, "solved_by", pattern.id, "the same part of the document")


def _partners(
    finding: Finding, others: Sequence[Finding], document: Document, *, near: float, alone: bool = True
) -> list[tuple[Finding, str]]:
    """The `others` that belong to `finding`, by the first of these that holds: the same lines, the same number, the
    same part of the document, the most rare words shared, or (`alone`) being the only one."""
    if not others:
        return []
    for found, reason in (
        ([o for o in others if _overlap(finding, o)], "the same lines"),
        ([o for o in others if _same_number(finding, o)], "the same number"),
        (_same_part(finding, others, document), "the same part"),
    ):
        if found:
            return [(o, reason) for o in found]
    scores = [_likeness(finding, o, document) for o in others]
    best = max(scores)
    if best >= near:
        return [(o, "rare shared words") for o, score in zip(others, scores, strict=True) if score == best]
    few = len(document.of(finding.kind)) == 1 and len(others) <= FEW
    return [(o, "the only one") for o in others] if alone and (len(others) == 1 or few) else []


def _same_part(finding: Finding, others: Sequence[Finding], document: Document) -> list[Finding]:
    """The nearest of `others` below the title, unless something else of `finding`'s kind is nearer to them."""
    rivals = document.of(finding.kind)
    near = [(o, depth) for o, depth in _nearest(finding, others, document) if depth > TITLE_DEPTH]
    return [o for o, depth in near if _nearest(o, rivals, document)[0][1] == depth]


def _overlap(a: Finding, b: Finding) -> bool:
    return a.lines[0] <= b.lines[1] and b.lines[0] <= a.lines[1]


def _same_number(a: Finding, b: Finding) -> bool:
    """`Issue 2` and `Fix 2` in different sections."""
    if a.section == b.section or not a.section or not b.section:
        return False
    one, other = NUMBERED.search(a.section[-1]), NUMBERED.search(b.section[-1])
    return bool(one and other and one["number"] == other["number"])


def _nearest(finding: Finding, others: Sequence[Finding], document: Document) -> list[tuple[Finding, int]]:
    """Those of `others` that share most of the nodes above `finding`, with how many."""
    depths = [_depth(document.paths[finding.id], document.paths[o.id]) for o in others]
    deepest = max(depths, default=0)
    return [(o, depth) for o, depth in zip(others, depths, strict=True) if depth == deepest]


def _depth(a: tuple[int, ...], b: tuple[int, ...]) -> int:
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _stems(text: str) -> set[str]:
    return {w[:STEM] for w in WORD.findall(text.lower()) if len(w) > 2 and w not in SMALL_WORDS}


def _likeness(a: Finding, b: Finding, document: Document) -> float:
    one, other = _stems(a.text), _stems(b.text)
    if not one or not other:
        return 0.0
    shared = sum(document.weights[stem] for stem in one & other)
    return shared / sqrt(min(len(one), len(other)) + 4)
