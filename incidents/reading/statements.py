"""Which statements are causes, fixes, rules and patterns: by the name they stand under, then by their words."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import zip_longest

from incidents.reading.cues import (
    ALTERNATIVE,
    BECAUSE,
    CHANGED,
    CHECK_ONLY,
    ENUMERATES,
    FAILURE_WORDS,
    FIGURE,
    FILE_ONLY,
    MENDS,
    NOTHING,
    PRESCRIBES,
    REFERENCE,
    RISKS,
    SOLVED_BY,
    STEP,
    TENTATIVE,
    WRONG_WAY,
)
from incidents.reading.drafts import FIXES, KIND_OF, MUTE, Context, Draft
from incidents.reading.inline import CHECKBOX
from incidents.reading.outcomes import DONE, PROPOSED_WORDS, TO_DO, outcome_of
from incidents.reading.prose import read_commits, read_earlier_fix, read_prose
from incidents.reading.sections import Node, column_role
from incidents.reading.vocabulary.names import (
    ADVICE,
    ATTEMPT,
    CAUSE,
    DETAIL,
    EVIDENCE,
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
)
from incidents.reading.wording import code_words, first_lines, inside, lead_of, section_words, steps_of, with_details

SHORTEST = 2
# Advice repeats what stands above more often than not.
SURENESS = {HYPOTHESIS: "unsure", NEXT: "inferred", ADVICE: "inferred"}
COLUMNS_OF_FAILURES = FIXES | {CAUSE, ISSUE, SIGNATURE, RULE}
INTRO_WORDS = 12
HEADLINE_WORDS = 3


def read_statements(root: Node, *, usual: str, done: bool) -> list[Draft]:
    """The causes, fixes, rules and patterns of a document, in the order of its lines.

    `usual` is the outcome of its fixes where nothing is said: "worked" in a report, "proposed" in a plan or guide;
    `done` says that what it proposes was carried out, as in a plan that was completed.
    """
    context = Context(usual=usual, path=(id(root),), done=done, around=root)
    return [d for node in root.children for d in _walk(node, context) if _says_something(d)]


def _says_something(draft: Draft) -> bool:
    if draft.kind == "fix" and "TBD" in " ".join(draft.section[-1:]):
        return False
    if FILE_ONLY.match(draft.text):
        return False
    enough = len(draft.text.split()) >= SHORTEST or not draft.text.isascii()
    return enough and not NOTHING.match(draft.text)


def _walk(node: Node, above: Context) -> Iterator[Draft]:
    context = above.under(node) if node.kind in ("section", "label", "item") else above
    if node.kind == "section" and node.level == 1 and not above.section:
        context = replace(context, role="", usual=above.usual)
    titled = node.kind == "section" or (node.kind == "label" and not node.text and bool(node.children))
    failure = titled and above.role_of(node) == ISSUE
    reader = _failure if failure else READERS.get(context.role, _below)
    yield from reader(node, context, above)


def _below(node: Node, context: Context, above: Context) -> Iterator[Draft]:
    """A node without a meaning of its own: an issue when its labels say so, else whatever is below it."""
    if _is_issue(node, context):
        yield from _issue(node, context)
        return
    if node.kind in ("paragraph", "item", "label", "intro") and not node.role:
        yield from read_prose(node, context)
    if node.kind == "code":
        yield from read_commits(node, context)
    if node.kind == "table":
        yield from _rows(node, context)
        return
    for child in node.children:
        yield from _walk(child, context)


def _mute(node: Node, context: Context, above: Context) -> Iterator[Draft]:
    """Nothing here is a finding, but a section below may be."""
    if context.role == ISSUE:
        yield from _problem(node, context, above)
    if context.role == EVIDENCE and node.kind == "item":
        yield from read_earlier_fix(node, context)
    speaking = context.role in (EVIDENCE, SYMPTOM, ISSUE) or (node.kind == "section" and not RISKS.search(node.label))
    children = inside(node) if context.role == EVIDENCE else node.children
    for child in children:
        told = child.kind == "item" and context.role == EVIDENCE
        if told or child.kind == "section" or (speaking and child.role and child.role not in MUTE):
            yield from _walk(child, context)


def _told(node: Node, context: Context, above: Context) -> Iterator[Draft]:
    """A summary or a problem in prose: less sure than what is stated under a name of its own."""
    sure = "unsure" if context.role == SUMMARY else "inferred"
    yield from _below(node, replace(context, role="", confidence=sure), above)


def _problem(node: Node, context: Context, above: Context) -> Iterator[Draft]:
    """`Issue: …` says why when a fix stands beside it and no cause does; `Bug: …` does under a numbered issue too."""
    fixed = above.siblings & FIXES or (ISSUE in above.siblings and _is_numbered(above))
    if node.text and fixed and CAUSE not in above.siblings:
        yield _draft("cause", node, context, confidence="inferred")


def _is_numbered(context: Context) -> bool:
    return bool(context.section) and bool(FAILURE_WORDS.search(context.section[-1]))


def _is_issue(node: Node, context: Context) -> bool:
    failure = context.role == ISSUES or bool(context.siblings & {SIGNATURE, CAUSE, ISSUE, SYMPTOM})
    return failure and bool(context.siblings & FIXES)


def _issue(node: Node, context: Context) -> Iterator[Draft]:
    """A failure with its parts labelled; its title says why when no part does."""
    title = _title_of_issue(node, context)
    if title and not {CAUSE, ISSUE} & context.siblings:
        yield _draft("cause", node, context, lines=node.own, text=title, confidence="inferred")
    for child in node.children:
        yield from _walk(child, context)


def _title_of_issue(node: Node, context: Context) -> str:
    if node.kind == "item":
        return node.statement if FAILURE_WORDS.search(node.statement) else ""
    named = node.role == ISSUE or SIGNATURE not in context.siblings
    title = node.text or node.label.partition(": ")[2] or node.label
    return title if named and len(context.section) > 1 else ""


def _failure(node: Node, context: Context, above: Context) -> Iterator[Draft]:
    """`Issue 1: …` as a heading: one failure, whatever its parts are."""
    if context.siblings & FIXES:
        yield from _issue(node, replace(context, role=""))
        return
    for child in node.children:
        yield from _walk(child, replace(context, role=""))


def _issues(node: Node, context: Context, above: Context) -> Iterator[Draft]:
    """A list of failures: each with labelled parts, or told in prose."""
    if _is_issue(node, context) and (node.kind != "section" or above.role == ISSUES):
        yield from _issue(node, context)
        return
    if node.kind in ("item", "label", "paragraph", "intro"):
        yield from read_prose(node, context)
    for child in node.children:
        if child.kind == "table":
            yield from _rows(child, context)
        else:
            yield from _walk(child, context)


def _stated(node: Node, context: Context, above: Context) -> Iterator[Draft]:
    """What stands under a cause, fix, rule or pattern heading or label."""
    own = above.role_of(node)
    titled = own in (OPTION, ATTEMPT, PATTERN) and node.kind == "label"
    if node.kind == "section" and any(context.role_of(child) == context.role for child in node.children):
        yield from _parts(node, context)
    elif (node.kind in ("item", "label") and not own) or titled or (node.text and not _introduces(node)):
        yield from _statement(node, context)
    elif _is_procedure(node, context) or _is_chain(node):
        yield _draft(KIND_OF[context.role], node, context, text=steps_of(node), lines=node.lines)
    else:
        yield from _parts(node, context)


def _introduces(node: Node) -> bool:
    has_list = any(c.kind == "list" for c in node.children)
    return has_list and (node.text.endswith((":", "：")) or node.kind == "section")


def _is_procedure(node: Node, context: Context) -> bool:
    """`Solution:` over numbered steps is one fix; `Solutions:` over a list are several."""
    lists = [c for c in node.children if c.kind == "list"]
    steps = bool(lists and lists[0].children and lists[0].children[0].number is not None)
    several = node.label.partition("(")[0].strip().endswith("s")
    return context.role in (FIX, PROPOSED) and node.kind == "label" and steps and not several


def _is_chain(node: Node) -> bool:
    return node.kind == "label" and node.label.lower().startswith("why") and bool(node.children)


def _parts(node: Node, context: Context) -> Iterator[Draft]:
    """The statements below a name that says only what they are."""
    named = any(context.role_of(c) not in MUTE | {""} for c in node.children)
    first = not any(c.kind == "list" or (c.kind == "section" and not _only_shows(c)) for c in node.children)
    said = False
    for child, following in zip_longest(node.children, node.children[1:]):
        if said and context.role in FIXES and _only_shows(child):
            continue
        if context.role_of(child):
            yield from _walk(child, context)
        elif child.kind in ("paragraph", "quote", "intro"):
            shown = context.role in FIXES and not said and _shown_in_code(child, following)
            drafts = list(_paragraph(child, following, context, first=shown or (first and not named)))
            yield from drafts
            said = said or bool(drafts)
            first = False
        else:
            yield from _part(child, node, context, named=named)


def _shown_in_code(node: Node, following: Node | None) -> bool:
    """Whether `node` states a change that the code behind it shows."""
    behind = node.children[0] if node.children else following
    says = TO_DO.match(node.statement) or DONE.match(node.statement)
    return bool(says) and behind is not None and behind.kind == "code"


def _only_shows(node: Node) -> bool:
    """Whether `node` is the code of what was said before it: a name without words over nothing but code."""
    if node.kind == "section":
        return node.role == DETAIL
    return (
        node.kind == "label" and not node.text and bool(node.children) and all(c.kind == "code" for c in node.children)
    )


def _part(child: Node, node: Node, context: Context, *, named: bool) -> Iterator[Draft]:
    if child.kind == "label" and named and not child.text and context.role == RULE:
        return
    if child.kind == "code" and len(node.children) == 1 and context.role in FIXES:
        yield _draft(KIND_OF[context.role], node, context, text=code_words(child), lines=node.lines)
    elif read := PARTS.get(child.kind):
        yield from read(child, context)


def _items(node: Node, context: Context) -> Iterator[Draft]:
    for item in node.children[1 if _asks_why(node, context) else 0 :]:
        yield from _walk(item, context)


def _asks_why(node: Node, context: Context) -> bool:
    """Five whys start from the symptom."""
    return len(node.children) > 2 and bool(context.section) and "whys" in context.section[-1].lower()


def _label(node: Node, above: Context) -> Iterator[Draft]:
    """A name without a meaning: `Tasks:` only groups what is below it, `1.1 Remove the old pool` states something."""
    context = above.inside(node)
    groups = node.raw.rstrip(" *_").endswith((":", "：")) or node.raw.rstrip().endswith((":", "："))
    if not node.text and groups and not context.siblings:
        yield from _parts(node, context)
    else:
        yield from _statement(node, context)


def _subsection(node: Node, above: Context) -> Iterator[Draft]:
    """A nameless heading under a role: a group of statements when a list comes first, else one statement."""
    context = above.under(node)
    body = [c for c in node.children if c.kind != "rule"]
    if _is_issue(node, context):
        yield from _issue(node, replace(context, role="") if context.role in FIXES else context)
    elif not body or body[0].kind in ("paragraph", "code", "quote", "intro") or _headlines(node, body[0], context):
        yield from _statement(node, context)
    else:
        yield from _parts(node, context)


def _headlines(node: Node, first: Node, context: Context) -> bool:
    """Over labels, `Created a launcher script` states the fix, and `Bug 2: the parser escapes emoji` the cause."""
    if first.kind != "label" or len(node.label.split()) < HEADLINE_WORDS:
        return False
    if context.role == CAUSE:
        return node.role == ISSUE and bool(node.text)
    return context.role in FIXES and bool(DONE.match(node.label))


def _statement(node: Node, context: Context) -> Iterator[Draft]:
    """`node` as one statement with its details, then what is named inside it."""
    text = section_words(node) if node.kind == "section" else _words(node, context)
    if not _wanted(text, node, context):
        return
    yield _draft(KIND_OF[context.role], node, context, text=text)
    own = FIXES if context.role in FIXES else {context.role}
    for child in inside(node):
        if context.role_of(child) and child.role not in MUTE | own:
            yield from _walk(child, context)


def _words(node: Node, context: Context) -> str:
    if context.role == RULE and (lead := lead_of(node)):
        return lead
    if context.role == PATTERN and node.role == PATTERN and not node.text:
        code = next((first_lines(c) for c in node.children if c.kind == "code"), "")
        return f"{node.label}: {code}"
    return node.statement


def _wanted(text: str, node: Node, context: Context) -> bool:
    if context.role in (NEXT, ADVICE) and (CHECKBOX.match(node.raw) or CHECK_ONLY.match(text)):
        return False
    if context.role == NEXT:
        return bool(MENDS.match(text))
    if context.role == ADVICE:
        return bool(FAILURE_WORDS.search(text) or FAILURE_WORDS.search(context.section[-1]))
    if context.role in (FIX, PROPOSED):
        counts = FIGURE.search(text) and not DONE.match(node.text or text) and not TO_DO.match(node.text or text)
        return not (counts or REFERENCE.match(text) or CHECK_ONLY.match(STEP.sub("", text)))
    if context.role == PATTERN and node.role == PATTERN and node.kind != "section":
        shown = any(c.kind == "code" for c in node.children)
        return bool(PRESCRIBES.match(text)) or (shown and not WRONG_WAY.search(node.label))
    return True


def _paragraph(node: Node, following: Node | None, context: Context, *, first: bool) -> Iterator[Draft]:
    """Prose under a role: the first paragraph states it; later ones only when their words say so."""
    if node.kind == "intro" and ENUMERATES.search(node.label) and any(c.kind == "list" for c in node.children):
        for child in node.children:
            yield from _part(child, node, context, named=False)
        return
    if context.role == NEXT and not (TO_DO.match(node.statement) or PROPOSED_WORDS.search(node.statement)):
        return
    announces = following is not None and following.kind in ("list", "table", "section", "label")
    if announces and node.kind != "intro" and len(node.text.split()) <= INTRO_WORDS:
        return
    cues = {"cause": (BECAUSE,), "fix": (SOLVED_BY, CHANGED, ALTERNATIVE)}.get(KIND_OF[context.role], ())
    if first or any(cue.search(node.statement) for cue in cues):
        yield _draft(KIND_OF[context.role], node, context)


def _rows(node: Node, context: Context) -> Iterator[Draft]:
    """A table: each column that the vocabulary knows gives a finding per row.

    Outside any named place a table must have two such columns: `Decision | Reason` gives no causes.
    """
    known = {column_role(head) for head, _ in node.children[0].cells} & COLUMNS_OF_FAILURES
    if context.role not in (*KIND_OF, ISSUES) and (len(known) < 2 or not known & FIXES | {CAUSE}):
        return
    for row in node.children:
        below = context.inside(row)
        roles = {column_role(head): cell for head, cell in row.cells if cell}
        if context.role == RULE and not roles.keys() & (FIXES | {RULE}):
            continue
        for role, cell in roles.items():
            if role in KIND_OF and not CHECK_ONLY.match(cell):
                yield _draft(KIND_OF[role], row, below, text=cell)
        if context.role in KIND_OF and not roles.keys() & KIND_OF.keys():
            yield _draft(KIND_OF[context.role], row, below, text=": ".join(cell for _, cell in row.cells[:2]))


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
    hypothesis = context.role == HYPOTHESIS or any("TBD" in s for s in context.section[-1:])
    return Draft(
        kind,
        words if lines else with_details(words, node),
        lines or node.lines,
        context.section,
        context.path,
        confidence or SURENESS.get(context.role, context.confidence),
        _outcome(node, words, context) if kind == "fix" else "",
        kind == "cause" and (hypothesis or bool(TENTATIVE.search(words))),
    )


def _outcome(node: Node, words: str, context: Context) -> str:
    if context.role in (NEXT, ADVICE):
        return "proposed"
    return outcome_of(node.raw.lstrip(), words, context.usual)


PARTS: dict[str, Callable[[Node, Context], Iterator[Draft]]] = {
    "section": _subsection,
    "list": _items,
    "table": _rows,
    "label": _label,
}
READERS: dict[str, Callable[[Node, Context, Context], Iterator[Draft]]] = {
    **dict.fromkeys(KIND_OF, _stated),
    **dict.fromkeys(MUTE, _mute),
    SUMMARY: _told,
    PROBLEM: _told,
    ISSUES: _issues,
}
