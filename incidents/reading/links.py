"""Which finding of a document explains, solves or prevents which other, and why the reader believes it."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from math import log, sqrt

from incidents.reading.values import Finding, FindingLink
from incidents.reading.vocabulary.small_words import SMALL_WORDS

WORD = re.compile(r"[^\W_]+")
NUMBERED = re.compile(
    r"\b(?:issue|bug|problem|cause|root cause|fix|solution|failure|error)\s?#?(?P<number>\d{1,5})\b", re.I
)
# "Option 2: ...", "Approach B": one of several ways to solve what was told before.
OPTION = re.compile(r"(?:option|approach|alternative|variant)\s(?:\d{1,2}|[A-Z])\b", re.I)
STEM = 6
# Shared stems weighed by rarity over the square root of the length: below this, two statements speak of other things.
NEAR = 0.7
NEAR_PATTERN = 1.2
NEAR_CAUSE = 1.6
NEAR_RULE = 1.1
FEW = 4
# No document needs more; without bounds, long lists would pair everything with everything.
MOST_PARTNERS = 20
MOST_SAYING = 200
MOST_LINKS = 5000
LONGEST = 400


class Document:
    """The findings of one document, found by kind, by the nodes above them, by their lines and by their words."""

    def __init__(self, findings: Sequence[Finding], paths: dict[str, tuple[int, ...]]) -> None:
        self.findings = findings
        self.paths = paths
        self.stems = {f.id: _stems(f.text) for f in findings}
        counts = Counter(stem for stems in self.stems.values() for stem in stems)
        self.weights = {stem: log(1 + len(findings) / count) for stem, count in counts.items()}
        self.below: defaultdict[tuple[str, tuple[int, ...]], list[Finding]] = defaultdict(list)
        self.on_line: defaultdict[tuple[str, int], list[Finding]] = defaultdict(list)
        self.saying: defaultdict[tuple[str, str], list[Finding]] = defaultdict(list)
        self.numbered: defaultdict[tuple[str, str], list[Finding]] = defaultdict(list)
        # The document, and its title where everything stands below one: sharing these means nothing.
        self.title_depth = 1 if len({path[1] for path in paths.values() if len(path) > 1}) > 1 else 2
        for f in findings:
            self._file(f)

    def _file(self, f: Finding) -> None:
        self.numbered[f.kind, _number(f)].append(f)
        path = self.paths[f.id]
        for depth in range(len(path) + 1):
            self.below[f.kind, path[:depth]].append(f)
        for line in range(f.lines[0], min(f.lines[1], f.lines[0] + LONGEST) + 1):
            self.on_line[f.kind, line].append(f)
        for stem in self.stems[f.id]:
            self.saying[f.kind, stem].append(f)

    def of(self, kind: str) -> list[Finding]:
        """The findings of one kind."""
        return self.below[kind, ()]

    def overlapping(self, f: Finding, kind: str) -> list[Finding]:
        """The findings of a kind on the lines of `f`."""
        lines = range(f.lines[0], min(f.lines[1], f.lines[0] + LONGEST) + 1)
        return list({o.id: o for line in lines for o in self.on_line.get((kind, line), ())}.values())

    def nearest(self, f: Finding, kind: str) -> tuple[list[Finding], int]:
        """The findings of a kind that share most of the nodes above `f`, and how many they share."""
        path = self.paths[f.id]
        depths = (d for d in range(len(path), 0, -1) if (kind, path[:d]) in self.below)
        depth = next(depths, 0)
        return self.below.get((kind, path[:depth]), []), depth

    def likest(self, f: Finding, kind: str, near: float) -> list[Finding]:
        """The findings of a kind that share the rarest words with `f`, none below the likeness `near`."""
        scores: Counter[str] = Counter()
        for stem in self.stems[f.id]:
            others = self.saying.get((kind, stem), ())
            if len(others) <= MOST_SAYING:
                scores.update({o.id: self.weights[stem] for o in others})
        for id, weight in scores.items():
            scores[id] = weight / sqrt(min(len(self.stems[id]), len(self.stems[f.id])) + 4)  # type: ignore[assignment]
        best = max(scores.values(), default=0)
        return [o for o in self.of(kind) if scores[o.id] == best >= near] if best >= near else []


def read_links(findings: Sequence[Finding], paths: dict[str, tuple[int, ...]]) -> tuple[FindingLink, ...]:
    """The links among `findings`; `paths` gives for each id the nodes above it, outermost first."""
    document = Document(findings, paths)
    links = [*_causes(document), *_fixes(document), *_rules(document), *_patterns(document)]
    links += _solved(document, links)
    return tuple(dict.fromkeys(links))[:MOST_LINKS]


def _causes(document: Document) -> Iterator[FindingLink]:
    for signature in document.of("signature"):
        for cause, reason in _partners(signature, "cause", document, near=NEAR_CAUSE):
            yield FindingLink(signature.id, "caused_by", cause.id, reason)


def _fixes(document: Document) -> Iterator[FindingLink]:
    for fix in document.of("fix"):
        partners = _partners(fix, "cause", document, near=NEAR)
        if not partners and fix.section and OPTION.match(fix.section[-1]):
            partners = [(cause, "the problem before it") for cause in _told_before(fix, document)]
        for cause, reason in partners:
            yield FindingLink(cause.id, "fixed_by", fix.id, reason)


def _tells_one(document: Document) -> bool:
    """Whether it is a pattern's page: one cause is all it tells, and it names a pattern against that."""
    patterns = [pattern for pattern in document.of("pattern") if pattern.confidence == "stated"]
    named = [pattern for pattern in patterns if pattern.section != ("front-matter",)]
    return len(document.of("cause")) == len(named) == 1


def _rules(document: Document) -> Iterator[FindingLink]:
    for rule in document.of("rule"):
        for cause, reason in _partners(rule, "cause", document, near=NEAR_RULE, alone=_tells_one(document)):
            yield FindingLink(cause.id, "prevented_by", rule.id, reason)


def _patterns(document: Document) -> Iterator[FindingLink]:
    for pattern in document.of("pattern"):
        for fix, reason in _partners(pattern, "fix", document, near=NEAR_PATTERN, alone=_tells_one(document)):
            if fix.outcome != "failed":
                yield FindingLink(fix.id, "applies", pattern.id, reason)


def _solved(document: Document, links: Iterable[FindingLink]) -> Iterator[FindingLink]:
    """Along the chain signature, cause, fix, pattern; or in one part of the document where no cause is told."""
    targets: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for link in links:
        targets[link.source, link.relation].append(link.target)
    failed = {f.id for f in document.of("fix") if f.outcome == "failed"}
    for signature in document.of("signature"):
        causes = targets[signature.id, "caused_by"]
        fixes = dict.fromkeys(f for c in causes for f in targets[c, "fixed_by"] if f not in failed)
        for pattern in (p for f in fixes for p in targets[f, "applies"]):
            yield FindingLink(signature.id, "solved_by", pattern, "the fix of its cause applies it")
        patterns, depth = document.nearest(signature, "pattern")
        for pattern in patterns if not causes and depth > document.title_depth else ():
            yield FindingLink(signature.id, "solved_by", pattern.id, "the same part")


def _partners(
    finding: Finding, kind: str, document: Document, *, near: float, alone: bool = True
) -> list[tuple[Finding, str]]:
    """The findings of `kind` that belong to `finding`, by the first of these that holds: the same lines, the same
    number, the same part of the document, the most rare words shared, or (`alone`) being the only one."""
    for found, reason in (
        (document.overlapping(finding, kind), "the same lines"),
        (_same_number(finding, kind, document), "the same number"),
        (_same_part(finding, kind, document), "the same part"),
        (document.likest(finding, kind, near), "rare shared words"),
    ):
        if found:
            return [(other, reason) for other in found[:MOST_PARTNERS]]
    others = document.of(kind)
    few = len(document.of(finding.kind)) == 1 and len(others) <= FEW
    only = len(others) == 1 and len(document.of(finding.kind)) <= MOST_PARTNERS
    return [(o, "the only one") for o in others] if alone and (only or few) else []


def _told_before(fix: Finding, document: Document) -> list[Finding]:
    """The causes of the last part before `fix` that tells any: options stand behind the problem they are for."""
    before = [cause for cause in document.of("cause") if cause.lines[1] < fix.lines[0]]
    if not before:
        return []
    part = before[-1].section
    return [cause for cause in before if cause.section == part][:MOST_PARTNERS]


def _same_number(finding: Finding, kind: str, document: Document) -> list[Finding]:
    """`Fix 2` belongs to `Issue 2` when they stand in different sections."""
    number = _number(finding)
    return [o for o in document.numbered.get((kind, number), ()) if o.section != finding.section] if number else []


def _number(finding: Finding) -> str:
    found = NUMBERED.search(finding.section[-1]) if finding.section else None
    return found["number"] if found else ""


def _same_part(finding: Finding, kind: str, document: Document) -> list[Finding]:
    """The nearest findings of `kind` below the title, unless something else of `finding`'s kind is nearer to them."""
    near, depth = document.nearest(finding, kind)
    if depth <= document.title_depth or len(near) > MOST_PARTNERS:
        return []
    return [o for o in near if _one_holds(finding, o) and document.nearest(o, finding.kind)[1] == depth]


def _one_holds(a: Finding, b: Finding) -> bool:
    """Whether both stand under the same heading, or one under a heading below the other's."""
    depth = min(len(a.section), len(b.section))
    return a.section[:depth] == b.section[:depth]


def _stems(text: str) -> set[str]:
    return {w[:STEM] for w in WORD.findall(text.lower()) if len(w) > 2 and w not in SMALL_WORDS}
