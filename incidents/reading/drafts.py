"""A finding on its way: what the readers of statements, attempts and signatures give out, and where they stand."""

import re
from dataclasses import dataclass, field
from functools import cached_property

from incidents.reading.cues import PLAN, PLANNED
from incidents.reading.sections import Node
from incidents.reading.vocabulary.names import (
    ADVICE,
    ATTEMPT,
    CAUSE,
    DETAIL,
    EVIDENCE,
    FAILED,
    FIELD,
    FIX,
    HYPOTHESIS,
    ISSUE,
    ISSUES,
    NEXT,
    OPTION,
    PATTERN,
    PROBLEM,
    PROPOSED,
    RULE,
    SIGNATURE,
    SUMMARY,
    SYMPTOM,
    WHY,
)
from incidents.reading.vocabulary.phrases import IGNORED

KIND_OF = {
    CAUSE: "cause",
    HYPOTHESIS: "cause",
    FIX: "fix",
    FAILED: "fix",
    PROPOSED: "fix",
    OPTION: "fix",
    ATTEMPT: "fix",
    NEXT: "fix",
    ADVICE: "fix",
    RULE: "rule",
    PATTERN: "pattern",
}
OUTCOME_OF = {
    FAILED: "failed",
    ATTEMPT: "failed",
    PROPOSED: "proposed",
    OPTION: "proposed",
    NEXT: "proposed",
    ADVICE: "proposed",
}
FIXES = frozenset({FIX, FAILED, PROPOSED, OPTION, ATTEMPT})
MUTE = frozenset({IGNORED, DETAIL, FIELD, EVIDENCE, WHY, SIGNATURE, SYMPTOM, SUMMARY, PROBLEM, ISSUE})
STATING = frozenset({CAUSE, FIX, FAILED, PROPOSED, RULE, PATTERN, ISSUES})
INHERITED = STATING | {NEXT, ADVICE, OPTION, HYPOTHESIS, EVIDENCE, IGNORED, SUMMARY, PROBLEM}
INHERITED_BY_LABELS = INHERITED & (FIXES | {CAUSE, RULE, PATTERN, ADVICE})
UNSOLVED = re.compile(r"\b(?:debt|known|open|remaining|outstanding|unresolved)\b", re.IGNORECASE)
# What a name means below another: (role above, role of the name) -> role. An issue under "Root causes" is a cause;
# "What didn't work" among the lessons are no attempts.
BELOW = {
    **{(above, ISSUE): "" for above in (CAUSE, FIX, FAILED, PROPOSED, PATTERN)},
    (CAUSE, ISSUES): "",
    (CAUSE, PATTERN): IGNORED,
    (FIX, ISSUES): "",
    (PROPOSED, NEXT): "",
    (RULE, FAILED): IGNORED,
    (RULE, CAUSE): CAUSE,
    (IGNORED, ISSUES): IGNORED,
}


@dataclass(frozen=True)
class Draft:
    """A finding before it has an id. `path` names the nodes above it, outermost first: what shares more is closer."""

    kind: str
    text: str
    lines: tuple[int, int]
    section: tuple[str, ...] = ()
    path: tuple[int, ...] = ()
    confidence: str = "stated"
    outcome: str = ""
    tentative: bool = False


@dataclass(frozen=True)
class Context:
    """Where the walk stands: the role it is under, the headings and nodes above, and what fixes usually are here.

    `around` is the last node of the path; `done` says that what the document proposes was carried out.
    """

    role: str = ""
    section: tuple[str, ...] = ()
    path: tuple[int, ...] = ()
    usual: str = "worked"
    done: bool = False
    confidence: str = "stated"
    around: Node | None = field(default=None, repr=False)

    @cached_property
    def siblings(self) -> frozenset[str]:
        """The roles of the names directly in the node around or in its lists."""
        return _roles_below(self.around) if self.around else frozenset()

    def role_of(self, node: Node) -> str:
        """What the name of `node` means here."""
        return BELOW.get((self.role, node.role), node.role)

    def inside(self, node: Node) -> "Context":
        """The same role, one node deeper."""
        return Context(
            self.role, self.section, (*self.path, id(node)), self.usual, self.done, self.confidence, around=node
        )

    def under(self, node: Node) -> "Context":
        """The context of what is inside `node`."""
        own = self.role_of(node)
        inherits = self.role in (INHERITED_BY_LABELS if node.kind == "label" else INHERITED)
        role = own or (self.role if inherits else "")
        section = (*self.section, node.label) if node.kind == "section" and node.label else self.section
        carried_out = self.done and node.role in (PROPOSED, OPTION)
        unsolved = node.role == ISSUES and UNSOLVED.search(node.label)
        usual = "proposed" if unsolved else OUTCOME_OF.get(own, self.usual)
        planned = node.kind == "section" and _looks_ahead(node.label, role, done=self.done)
        usual = self.usual if carried_out else "proposed" if planned else usual
        return Context(role, section, (*self.path, id(node)), usual, self.done, self.confidence, around=node)


def _roles_below(node: Node) -> frozenset[str]:
    """The roles of the names directly in `node` or in its lists."""
    direct = {n.role for n in node.children if n.kind in ("label", "item", "section")}
    listed = {n.role for child in node.children if child.kind == "list" for n in child.children}
    return frozenset((direct | listed) - {""})


def _looks_ahead(label: str, role: str, *, done: bool) -> bool:
    """Whether what stands below the heading is still to be made."""
    return bool(role == FIX and PLANNED.search(label)) or bool(not done and PLAN.match(label))
