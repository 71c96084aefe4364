"""Which statements are causes, fixes, rules and patterns: by the name they stand under, then by their words."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from incidents.reading.inline import CHECKBOX, first_sentences, sentences
from incidents.reading.outcomes import outcome_of
from incidents.reading.sections import Node, column_role
from incidents.reading.vocabulary import (
    ADVICE,
    ATTEMPT,
    CAUSE,
    DETAIL,
    EVIDENCE,
    FAILED,
    FIELD,
    FIX,
    HYPOTHESIS,
    IGNORED,
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
    PROPOSED: "proposed",
    OPTION: "proposed",
    NEXT: "proposed",
    ADVICE: "proposed",
    ATTEMPT: "failed",
}
STATING = {CAUSE, FIX, FAILED, PROPOSED, RULE, PATTERN, ISSUES}
FIXES = {FIX, FAILED, PROPOSED, OPTION, ATTEMPT}
MUTE = {IGNORED, DETAIL, FIELD, EVIDENCE, WHY, SIGNATURE, SYMPTOM, SUMMARY, PROBLEM, ISSUE}
INHERITED = {
    CAUSE,
    FIX,
    FAILED,
    PROPOSED,
    RULE,
    PATTERN,
    NEXT,
    ADVICE,
    ISSUES,
    OPTION,
    HYPOTHESIS,
    EVIDENCE,
    IGNORED,
    SUMMARY,
}

NOTHING = re.compile(
    r"""\A\W*(?:none|n/?a|unknown|nothing|no\s(?:issues?|deviations?|changes?|fix(?:es)?|errors?|action)\b|not\sapplicable|
        tbd|todo|pending|null|direct\ssolution|なし|无|resolved\Z)""",
    re.VERBOSE | re.IGNORECASE,
)
TENTATIVE = re.compile(
    r"""\b(?:likely|probably|possibly|perhaps|might|may\sbe|suspect\w*|appears?\sto|seems?\sto|potential(?:ly)?|tbd|
        unclear|hypothes\w+|not\sconfirmed|unconfirmed)\b""",
    re.VERBOSE | re.IGNORECASE,
)
CHECK_ONLY = re.compile(
    r"\A\W*(?:verify|check|confirm|test|review|validate|sync again|see|monitor|document|run the|run tests|rebuilt)\b",
    re.I,
)
FAILURE_WORDS = re.compile(
    r"""\b(?:fix\w*|bug\w*|error\w*|fail\w*|crash\w*|flak\w+|timeout\w*|regression\w*|leak\w*|race|deadlock\w*|broken|
        missing|mismatch\w*|conflict\w*|vulnerabilit\w+|incident\w*|outage\w*|alert\w*|retry|retries|cleanup|rejections?|
        overload\w*|incompatib\w+|workaround\w*|isolation|stale|hang\w*)\b""",
    re.VERBOSE | re.IGNORECASE,
)
BECAUSE = re.compile(
    r"""\b(?:(?:was|were|is|are)\s(?:\w+\s)?caused\sby|root\scause\s(?:was|is)|because|due\sto|the\s(?:bug|problem|
        issue|failure)\swas\sthat|resulted\sfrom|stems?\sfrom|led\sto|causing|which\scaused)\b""",
    re.VERBOSE | re.IGNORECASE,
)
SOLVED_BY = re.compile(
    r"""\b(?:(?:fixed|resolved|solved|addressed|mitigated|worked\saround|eliminated)\s(?:it\s|this\s|the\s\w+\s)?
        (?:by|with|via|using|through)|(?:the\s)?(?:fix|solution|resolution|workaround)\s(?:was|is)\b)""",
    re.VERBOSE | re.IGNORECASE,
)
DISCOVERED = re.compile(
    r"\A\W*(?:identified|found|confirmed|discovered|determined|realized)\s(?:that\s)?", re.IGNORECASE
)
MENDS = re.compile(
    r"\A\W*(?:[A-Z]+:\s)?(?:fix|resolve|repair|correct|address|implement missing|npm audit)\b", re.IGNORECASE
)
STEP = re.compile(r"\A\W*step\s\d+\W+", re.IGNORECASE)
PRESCRIBES = re.compile(
    r"""\A\W*(?:use|replace|need\sto|needs\sto|follow|always|never|wrap|run|create|prefer|avoid|mock|keep|separate|call|pass|
        isolate|clear|reset)\b""",
    re.VERBOSE | re.IGNORECASE,
)
INTRO_WORDS = 12
DETAIL_WORDS = 60
SHORTEST = 2


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
    """Where the walk stands: the role it is under, the headings and nodes above, and what fixes usually are here."""

    role: str = ""
    section: tuple[str, ...] = ()
    path: tuple[int, ...] = ()
    usual: str = "worked"
    siblings: frozenset[str] = frozenset()
    done: bool = False
    confidence: str = "stated"

    def inside(self, node: Node) -> "Context":
        """The same role, one node deeper."""
        return replace(self, path=(*self.path, id(node)), siblings=frozenset(roles_below(node)))

    def under(self, node: Node) -> "Context":
        """The context of what is inside `node`."""
        inherits = node.kind != "label" or self.role in FIXES | {CAUSE, RULE, PATTERN}
        own = "" if node.role == ISSUE and self.role in STATING else node.role
        role = own or (self.role if self.role in INHERITED and inherits else "")
        section = (*self.section, node.label) if node.kind == "section" and node.label else self.section
        outcome = self.usual
        if not (self.done and node.role in (PROPOSED, OPTION)):
            outcome = OUTCOME_OF.get(node.role, self.usual)
        siblings = frozenset(roles_below(node))
        return replace(self, role=role, section=section, path=(*self.path, id(node)), usual=outcome, siblings=siblings)


def read_statements(root: Node, *, usual: str, done: bool) -> list[Draft]:
    """The causes, fixes, rules and patterns of a document, in the order of its lines.

    `usual` is the outcome of its fixes where nothing is said: "worked" in a report, "proposed" in a plan or guide;
    `done` says that what it proposes was carried out, as in a plan that was completed.
    """
    context = Context(usual=usual, path=(id(root),), siblings=frozenset(roles_below(root)), done=done)
    return [d for node in root.children for d in _walk(node, context) if _says_something(d)]


def roles_below(node: Node) -> set[str]:
    """The roles of the labels directly in `node` or in its lists."""
    direct = [n for n in node.children if n.kind in ("label", "item", "section")]
    listed = [n for child in node.children if child.kind == "list" for n in child.children]
    return {n.role for n in (*direct, *listed) if n.role}


def _says_something(draft: Draft) -> bool:
    if draft.kind == "fix" and "TBD" in " ".join(draft.section[-1:]):
        return False
    return not NOTHING.match(draft.text) and len(draft.text.split()) >= SHORTEST


def _walk(node: Node, above: Context) -> Iterator[Draft]:
    context = above.under(node) if node.kind in ("section", "label", "item") else above
    if node.kind == "section" and node.level == 1 and not above.section:
        context = replace(context, role="", usual=above.usual)
    reader = READERS.get(context.role, _below)
    if node.kind == "section" and node.role == ISSUE and context.siblings:
        reader = _failure
    yield from reader(node, context, above)


def _below(node: Node, context: Context, above: Context) -> Iterator[Draft]:
    """A node without a meaning of its own: an issue when its labels say so, else whatever is below it."""
    if _is_issue(node, context):
        yield from _issue(node, context)
        return
    if node.kind in ("paragraph", "item", "label") and not node.role:
        yield from _prose(node, context)
    for child in node.children:
        yield from _walk(child, context)


def _mute(node: Node, context: Context, above: Context) -> Iterator[Draft]:
    """Nothing here is a finding, but a section below may be."""
    if context.role == ISSUE and node.kind != "section":
        yield from _problem(node, context, above)
    if context.role == SUMMARY:
        yield from _below(node, replace(context, role="", confidence="unsure"), above)
        return
    speaking = context.role in (EVIDENCE, SYMPTOM, ISSUE) or node.kind == "section"
    for child in node.children:
        if child.kind == "section" or (speaking and child.role and child.role not in MUTE):
            yield from _walk(child, context)


def _problem(node: Node, context: Context, above: Context) -> Iterator[Draft]:
    """`Issue: …` says why when a fix stands beside it and no cause does."""
    explains = above.siblings & FIXES and CAUSE not in above.siblings
    if node.text and explains:
        yield _draft("cause", node, context, confidence="inferred")


def _is_issue(node: Node, context: Context) -> bool:
    failure = context.role == ISSUES or bool(context.siblings & {SIGNATURE, CAUSE, ISSUE, SYMPTOM})
    return failure and bool(context.siblings & FIXES)


def _issue(node: Node, context: Context) -> Iterator[Draft]:
    """A failure with its parts labelled; its title says why when no part does."""
    names = {CAUSE, ISSUE} & context.siblings
    title = node.text if node.role == ISSUE and node.kind == "section" else node.label
    if not names and title and len(context.section) > 1 and (node.role == ISSUE or SIGNATURE not in context.siblings):
        yield _draft("cause", node, context, lines=node.own, text=title, confidence="inferred")
    elif not names and node.kind == "item" and node.statement:
        yield _draft("cause", node, context, lines=node.own, text=node.statement, confidence="inferred")
    for child in node.children:
        yield from _walk(child, context)


def _failure(node: Node, context: Context, above: Context) -> Iterator[Draft]:
    """`Issue 1: …` as a heading: one failure, whatever its parts are."""
    yield from _issue(node, replace(context, role=""))


def _issues(node: Node, context: Context, above: Context) -> Iterator[Draft]:
    """A list of failures: each with labelled parts, or told in prose."""
    if _is_issue(node, replace(context, role="")) and node.kind != "section":
        yield from _issue(node, context)
        return
    if node.kind in ("item", "label", "paragraph") or (node.kind == "section" and not above.role):
        yield from _prose(node, context)
    for child in node.children:
        if child.kind == "table":
            yield from _rows(child, context)
        else:
            yield from _walk(child, context)


def _stated(node: Node, context: Context, above: Context) -> Iterator[Draft]:
    """What stands under a cause, fix, rule or pattern heading or label."""
    if node.kind in ("item", "label") and not node.role:
        yield from _statement(node, context)
        return
    if node.text and not _introduces(node):
        yield from _statement(node, context)
        return
    if _is_procedure(node, context) or _is_chain(node):
        yield _draft(KIND_OF[context.role], node, context, text=_steps(node), lines=node.lines)
        return
    yield from _parts(node, context)


def _introduces(node: Node) -> bool:
    has_list = any(c.kind == "list" for c in node.children)
    return has_list and (node.text.endswith((":", "：")) or node.kind == "section")


def _is_procedure(node: Node, context: Context) -> bool:
    """`Solution:` over numbered steps is one fix; `Solutions:` over a list are several."""
    lists = [c for c in node.children if c.kind == "list"]
    steps = lists and lists[0].children and lists[0].children[0].number is not None
    one = not re.search(r"(?:s|es)\b", node.label.split("(")[0].strip()[-2:])
    return context.role in (FIX, PROPOSED) and node.kind == "label" and bool(steps) and one


def _is_chain(node: Node) -> bool:
    return node.kind == "label" and node.label.lower().startswith("why") and bool(node.children)


def _parts(node: Node, context: Context) -> Iterator[Draft]:
    named = [c for c in node.children if c.role and c.role not in MUTE]
    first = True
    children = node.children
    for i, child in enumerate(children):
        following = children[i + 1] if i + 1 < len(children) else None
        if child.role:
            yield from _walk(child, context)
        elif child.kind == "section":
            yield from _subsection(child, context)
        elif child.kind == "list":
            for item in child.children:
                yield from _walk(item, context)
        elif child.kind == "table":
            yield from _rows(child, context)
        elif child.kind in ("paragraph", "quote"):
            yield from _paragraph(child, following, context, first=first and not named)
            first = False
        elif child.kind == "label" and not (named and not child.text):
            yield from _statement(child, context.inside(child))
        elif child.kind == "code" and len(children) == 1 and context.role in FIXES:
            yield _draft(KIND_OF[context.role], node, context, text=_code_words(child), lines=node.lines)


def _subsection(node: Node, above: Context) -> Iterator[Draft]:
    """A nameless heading under a role: a group of statements when a list comes first, else one statement."""
    context = above.under(node)
    body = [c for c in node.children if c.kind not in ("rule",)]
    if _is_issue(node, context):
        yield from _issue(node, context)
    elif not body or body[0].kind in ("paragraph", "code", "quote"):
        yield from _statement(node, context)
    else:
        yield from _parts(node, context)


def _statement(node: Node, context: Context) -> Iterator[Draft]:
    """`node` as one statement with its details, then what is named inside it."""
    text = node.statement if node.kind != "section" else _section_words(node)
    if not _wanted(text, node, context):
        return
    yield _draft(KIND_OF[context.role], node, context, text=text)
    own = FIXES if context.role in FIXES else {context.role}
    for child in _inside(node):
        if child.role and child.role not in MUTE | own:
            yield from _walk(child, context)


def _shows(node: Node, text: str) -> bool:
    """`Pattern: …` is a pattern when it prescribes or shows code; else it only describes how something looks."""
    return bool(PRESCRIBES.match(text)) or any(c.kind == "code" for c in node.children)


def _inside(node: Node) -> list[Node]:
    return [n for c in node.children for n in (c.children if c.kind == "list" else (c,))]


def _wanted(text: str, node: Node, context: Context) -> bool:
    if context.role in (NEXT, ADVICE) and (CHECKBOX.match(node.raw) or CHECK_ONLY.match(text)):
        return False
    if context.role == NEXT:
        return bool(MENDS.match(text))
    if context.role == ADVICE:
        return bool(FAILURE_WORDS.search(text) or FAILURE_WORDS.search(context.section[-1]))
    if context.role in (FIX, PROPOSED):
        return not CHECK_ONLY.match(STEP.sub("", text))
    if context.role == PATTERN and node.role == PATTERN and node.kind != "section":
        return _shows(node, text)
    return True


def _section_words(node: Node) -> str:
    first = next((c.text for c in node.children if c.kind in ("paragraph", "quote")), "")
    label = node.text or node.label
    return f"{label}: {first_sentences(first, 2)}" if first else label


def _paragraph(node: Node, following: Node | None, context: Context, *, first: bool) -> Iterator[Draft]:
    """Prose under a role: the first paragraph states it; later ones only when their words say so."""
    listed = following is not None and following.kind in ("list", "table", "code", "section", "label")
    if listed and len(node.text.split()) <= INTRO_WORDS and following.kind != "code":
        return
    cue = {"cause": BECAUSE, "fix": SOLVED_BY}.get(KIND_OF[context.role])
    if first or (cue and cue.search(node.text)):
        yield _draft(KIND_OF[context.role], node, context)


def _rows(node: Node, context: Context) -> Iterator[Draft]:
    """A table: each column that the vocabulary knows gives a finding per row."""
    for row in node.children:
        roles = {column_role(head): cell for head, cell in row.cells if cell}
        for role, cell in roles.items():
            if role in KIND_OF:
                yield _draft(KIND_OF[role], row, replace(context, path=(*context.path, id(row))), text=cell)
        if context.role in KIND_OF and not roles.keys() & KIND_OF.keys():
            text = ": ".join(cell for _, cell in row.cells[:2])
            yield _draft(KIND_OF[context.role], row, context, text=text)


def _prose(node: Node, context: Context) -> Iterator[Draft]:
    """Sentences outside any named place that say why something failed or what solved it."""
    sure = "unsure" if context.confidence == "unsure" else "inferred"
    for sentence in sentences(node.statement):
        if SOLVED_BY.search(sentence):
            yield _draft("fix", node, context, text=sentence, lines=node.own, confidence=sure)
        elif BECAUSE.search(sentence) and FAILURE_WORDS.search(node.statement):
            yield _draft("cause", node, context, text=sentence, lines=node.own, confidence=sure)
        elif node.kind == "item" and (found := DISCOVERED.match(node.text)) and FAILURE_WORDS.search(node.text):
            yield _draft("cause", node, context, text=node.text[found.end() :], lines=node.own, confidence=sure)
            return


def _draft(  # noqa: PLR0913
    kind: str,
    node: Node,
    context: Context,
    *,
    text: str = "",
    lines: tuple[int, int] | None = None,
    confidence: str = "",
) -> Draft:
    words = text or node.statement
    full = words if lines else _with_details(words, node)
    hypothesis = context.role == HYPOTHESIS or any("TBD" in s for s in context.section[-1:])
    return Draft(
        kind,
        full,
        lines or node.lines,
        context.section,
        context.path,
        confidence or context.confidence,
        outcome_of(node.raw.lstrip(), words, context.usual) if kind == "fix" else "",
        kind == "cause" and (hypothesis or bool(TENTATIVE.search(words))),
    )


def _with_details(words: str, node: Node) -> str:
    short = first_sentences(words, 3)
    details = _details(node) if node.kind in ("item", "label") else ""
    return f"{short} {details}".strip() if details else short


def _details(node: Node) -> str:
    words = [w for c in _inside(node) if c.role not in MUTE for w in (c.statement or _code_words(c)).split()]
    return " ".join(words[:DETAIL_WORDS])


def _steps(node: Node) -> str:
    """The steps of a procedure with their commands, without those that only look."""
    steps = [i for i in _inside(node) if i.kind == "item" and not CHECK_ONLY.match(i.statement)]
    said = [" ".join([s.statement, *(_code_words(c) for c in s.children if c.kind == "code")]) for s in steps]
    return " ".join(". ".join(said or [_details(node)]).split()[:DETAIL_WORDS])


def _code_words(node: Node) -> str:
    """What code says in words: its comments, or its first lines when it has none."""
    lines = [line.strip() for line in node.text.split("\n") if line.strip()]
    comments = [line.lstrip("/#-* ") for line in lines if line.startswith(("//", "#", "--", "/*"))]
    return ". ".join(comments[:4]) if comments else " ".join(lines[:3])


READERS: dict[str, Callable[[Node, Context, Context], Iterator[Draft]]] = {
    **dict.fromkeys(KIND_OF, _stated),
    **dict.fromkeys(MUTE, _mute),
    ISSUES: _issues,
}
