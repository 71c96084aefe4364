"""Errors as somebody would meet them: in blocks of output, in inline code, in quotes and in plain sentences."""

import re
from collections.abc import Iterator, Sequence

from incidents.reading.cues import NOTHING
from incidents.reading.drafts import Context, Draft
from incidents.reading.front_matter import FrontMatter
from incidents.reading.inline import first_sentences, plain
from incidents.reading.outcomes import TO_DO
from incidents.reading.sections import Node, column_role
from incidents.reading.splitting import recognised
from incidents.reading.vocabulary.names import (
    CAUSE,
    DETAIL,
    FIX,
    ISSUE,
    ISSUES,
    KEYS,
    PATTERN,
    PROBLEM,
    PROPOSED,
    RULE,
    SIGNATURE,
    SUMMARY,
    SYMPTOM,
)
from incidents.reading.vocabulary.phrases import IGNORED, meaning_of

ENDINGS = ("Error", "Exception", "Fault", "Interrupt", "Refused", "NotFound", "Denied", "Exceeded")
# Bounded: names of thousands of parts would be tried from every part on.
TYPE = r"(?:[A-Za-z_]\w*(?:\.|::)){0,20}[A-Z]\w*(?:" + "|".join(ENDINGS) + ")"
TYPED = re.compile(rf"\b(?P<type>{TYPE})\b(?:\s?[:：]\s(?P<message>[^\n`]{{3,300}}))?")
# "psycopg2.errors.LockNotAvailable: ...": a qualified name before a message, whatever it ends in.
QUALIFIED = re.compile(r"\A(?:[a-z_]\w*\.)+[A-Z]\w+:\s\S")
# "<!-- made by a tool -->Error: Process completed with exit code 101."
ENDS_IN_ERROR = re.compile(r"[\s>)\]](?:Error|ERROR|fatal|FATAL):\s\w+\s\S")
CODE_SPAN = re.compile(r"`([^`\n]{4,300})`")
MESSAGE = re.compile(rf"\b(?:{TYPE}|(?:[a-z_]\w*\.){{1,20}}[A-Z]\w+):\s[^\n]{{3,300}}")
BARE_TYPE = re.compile(rf"(?<![\w.(/]){TYPE}(?![\w(/]|\.\w|::)")
ERROR_LINE = re.compile(
    rf"""\A\s*(?:E\s{{2,}})?(?:
        (?:Uncaught\s|Unhandled\s|Caused\sby:\s)?{TYPE}\b.*
        |(?:[a-z_]\w*\.)+[A-Z]\w+:\s\S.*
        |(?:\S+\s)?(?:\[?(?:ERROR|FATAL|CRITICAL|SEVERE)\]?)[\s:].{{5,}}
        |(?:fatal|error|Error|panic|FAIL|Fatal\serror|Failed)(?:\[\w+\])?:\s.{{4,}}
        |(?:FAILED|ERROR)\s\S+(?:::|\.py|\.ts|\.js).*
        |npm\sERR!\s.+
        |.*\berror\s(?:TS|CS|E)\d{{3,5}}:\s.+
        |(?!RFC|ISO|PEP)(?:[A-Z]{{1,5}}|ORA-)\d{{4,5}}:\s\S.+
        |.*\b(?:[45]\d\d)\s\(?(?:Internal\sServer\sError|Not\sFound|Bad\sRequest|Forbidden|Unauthorized|Bad\sGateway|
            Service\sUnavailable|Gateway\sTime-?out|Unprocessable\s(?:Entity|Content)|Too\sMany\sRequests|Conflict)\b.*
        |\w[\w.-]*:\s(?:command\snot\sfound|.*No\ssuch\sfile\sor\sdirectory|.*[Pp]ermission\sdenied).*
    )\Z""",
    re.VERBOSE,
)
STATUS_PHRASE = re.compile(
    r"""\b(?:HTTP\s)?[45]\d\d\s\(?(?:Internal\sServer\sError|Not\sFound|Bad\sRequest|Forbidden|Unauthorized|
        Bad\sGateway|Service\sUnavailable|Gateway\sTime-?out|Unprocessable\s(?:Entity|Content)|Too\sMany\sRequests|Conflict)\b""",
    re.VERBOSE,
)
QUOTED = re.compile(r"[\"“](?P<words>[^\"“”\n]{6,200})[\"”]|(?<![\w'])'(?P<single>[^'\n]{6,200})'(?![\w'])")
ERROR_NEAR = re.compile(
    r"\b(?:error|errors|fail\w*|exception|crash\w*|panic\w*|abort\w*|message|warning|raised|throw\w*|exit\w*)\b", re.I
)
MESSAGE_LIKE = re.compile(
    r"""\b(?:not|no|cannot|can't|could\snot|unable|fail\w*|error|invalid|missing|denied|refused|timed?\s?out|timeout|
        assert|undefined|unknown|unexpected|exceeded|already|does\snot|doesn't|is\s(?:null|none|false)|conflict|unauthori[sz]ed|
        forbidden|expired|attached|closed|broken|exited|exit(?:ing)?|rejected|mismatch)\b""",
    re.VERBOSE | re.IGNORECASE,
)
# "74/76 passed, 2 failed" counts failures and is none.
TALLY = re.compile(r"\b\d+\s(?:tests?\s)?(?:passed|skipped)\b|\ASKIPPED\b", re.IGNORECASE)
# "Failed: 26 (3.6%)", "1 test failed", "44": how many there were, not what.
COUNT = re.compile(
    r"""\A\W*+(?:(?:failed|failing|failures?|errors?|tests?)\W++)*+\d++\b[\d\s.,/%()-]*+
        (?:(?:tests?|checks?|suites?|cases?)\W++)?+(?:failed|failing|failures?|errors?)?+\W*+\Z""",
    re.VERBOSE | re.IGNORECASE,
)
CODE_LIKE = re.compile(r"\(\)|;\s|\s=\s|=>|\w\('")
WRITTEN = re.compile(
    r"\b(?:raise|throw|except|catch|rescue|expect|[Rr]eturns?|assertRaises|toThrow|instanceof|new"
    r"|side_effect|mock(?:Rejected|Implementation|Return)\w*)\b"
)
PROGRAM = {
    "python", "py", "javascript", "js", "typescript", "ts", "tsx", "jsx", "go", "rust", "java", "csharp", "cs", "c",
    "cpp", "sql", "ruby", "php", "kotlin", "swift", "yaml", "yml", "toml", "ini", "diff", "html", "css", "markdown",
    "md", "mermaid", "matlab", "vue", "bash", "sh", "powershell", "dockerfile", "jinja2", "graphql", "xml", "svg",
}  # fmt: skip
# pytest sets an E and spaces before each line of an error.
MARGIN = re.compile(r"\A\s*E\s{2,}(?=\S)")
# "FAILED path::test - message": the same message of another test is the same failure.
TEST_NODE = re.compile(r"\A(?:FAILED|ERROR)\s\S+(?:\[[^\]]*+\])?\s-\s")
RAISED = re.compile(
    r"""(?:with|rais\w+|throw\w*|threw|got|gets|getting|caus\w+|hit\w*|saw|errors?:?|symptoms?:|(?:Error|Exception)`?,?\s(?:and|or))\s*
        (?:an?\s|the\s)?[`'"(]*\Z""",
    re.VERBOSE | re.IGNORECASE,
)
# A list of status codes tells what an interface may answer; a failure was met by somebody.
ANSWERED = re.compile(
    r"\b(?:answer\w*|return\w*|respon\w+|receiv\w+|got|gets?|getting|fail\w*|error\w*|bug|issue|broke\w*|shows?|showed|with|gave|gives)\b",
    re.IGNORECASE,
)
MET = {SYMPTOM, SIGNATURE, CAUSE, ISSUE, ISSUES, PROBLEM, SUMMARY}
SILENT = {RULE, PATTERN}
# What is shown under "After fix:" is what came out when the failure was gone.
MENDED = re.compile(r"\A\W*after(?:\s(?:the\s)?(?:fix|change)\w*)?\b(?!\s\w+ing\b)", re.IGNORECASE)
COMMENT = re.compile(r"\A\s*(?://|\#|--\s|/\*|<!--)")
LONGEST_BLOCK = 4
# Who writes a hole into an error says what varies in it.
HOLE = "<*>"
WORDS = re.compile(r"[^\W_]+")
LONGEST_ERROR = 500
LONGEST_LINE = 5000
NEARBY = 60
MOST_COMPARED = 300


def read_signatures(root: Node, front: FrontMatter) -> list[Draft]:
    """The distinct failures that a document quotes, each at its fullest mention, in the order of the lines."""
    context = Context(path=(id(root),))
    found = [draft for node in root.children for draft in _scan(node, context)]
    return _distinct([draft for draft in (*_of_front_matter(front), *found) if not COUNT.match(draft.text)])


def _of_front_matter(front: FrontMatter) -> Iterator[Draft]:
    """The errors among `symptoms:`; what is told there in plain words is none."""
    context = Context(role=SYMPTOM, section=("front-matter",), path=(0,))
    for key, items in front.items.items():
        for line, text in items if meaning_of(key, KEYS) == SYMPTOM else ():
            yield from (_draft(error, (line, line), context, "inferred") for error in _errors_in(text, context))


def _scan(node: Node, above: Context) -> Iterator[Draft]:
    context = above.under(node) if node.kind in ("section", "label", "item", "row") else above
    if context.role in SILENT or (node.kind in ("section", "label") and MENDED.match(node.label)):
        return
    if node.kind == "code":
        yield from _of_code(node, context)
    elif node.kind == "row":
        yield from _of_row(node, context)
    else:
        yield from _of_text(node, context, above)
    for child in node.children:
        yield from _scan(child, context)


def _of_code(node: Node, context: Context) -> Iterator[Draft]:
    lines = node.text.rstrip("\n").split("\n")
    first = node.lines[0] + (1 if node.lines[1] - node.lines[0] >= len(lines) else 0)
    named = context.role in (SIGNATURE, SYMPTOM)
    if node.info in PROGRAM and not named:
        return
    if context.role in (FIX, PROPOSED) or not node.text.strip():
        return
    if context.role == SIGNATURE and len(lines) <= LONGEST_BLOCK and node.info not in PROGRAM:
        text = " ".join(MARGIN.sub("", line).strip() for line in lines)
        yield _draft(text, (first, first + len(lines) - 1), context, "stated")
        return
    told = [i for i, line in enumerate(lines) if _tells_error(line)] or _reported(lines)
    for i in told:
        yield _draft(lines[i].strip(), (first + i, first + i), context, "stated")


def _tells_error(line: str) -> bool:
    if len(line) >= LONGEST_ERROR or COMMENT.match(line) or WRITTEN.search(line):
        return False
    return ERROR_LINE.match(line) is not None


def _reported(lines: Sequence[str]) -> list[int]:
    """The lines on which the tools' own reports tell their errors, for blocks where no line alone does."""
    errors = (failure.errors[0] for failure in recognised("\n".join(lines)) if failure.form != "generic")
    return sorted({error.line - 1 for error in errors if not COMMENT.match(lines[error.line - 1])})


def _of_row(node: Node, context: Context) -> Iterator[Draft]:
    for head, cell in node.cells:
        if column_role(head) == SIGNATURE and MESSAGE_LIKE.search(cell):
            yield _draft(cell, node.own, context, "stated")
            return
    yield from _typed(node.raw, node.own[0], context)


def _of_text(node: Node, context: Context, above: Context) -> Iterator[Draft]:
    if node.role == SIGNATURE and node.text and node.kind != "section" and above.role not in (FIX, PROPOSED, DETAIL):
        yield from _of_label(node, context)
        return
    if node.raw and (context.role != IGNORED or node.kind == "item"):
        yield from _typed(node.raw, node.own[0], context)


def _of_label(node: Node, context: Context) -> Iterator[Draft]:
    if not NOTHING.match(node.text) and not TO_DO.match(node.text):
        found = TYPED.search(plain(node.raw)) if "`" in node.raw else None
        text = found.group() if found else node.text
        yield _draft(text, node.own, context, "stated")


def _typed(markdown: str, first: int, context: Context) -> Iterator[Draft]:
    """Errors inside prose: typed ones, status phrases, and quoted messages beside a word of failure."""
    for offset, line in enumerate(markdown.split("\n")):
        errors = list(_errors_in(line, context)) if len(line) <= LONGEST_LINE else []
        if errors and not WRITTEN.search(line):
            lines = (first + offset, first + offset)
            yield from (_draft(text, lines, context, "inferred") for text in errors)


def _errors_in(line: str, context: Context) -> Iterator[str]:
    codes = [c for c in CODE_SPAN.findall(line) if _is_error(c)] if "`" in line else []
    yield from codes
    words = plain(CODE_SPAN.sub(lambda span: "" if span[1] in codes else span[0], line) if codes else line)
    if context.role not in (FIX, PROPOSED) and any(ending in words for ending in ENDINGS):
        for found in TYPED.finditer(words):
            if found["message"] or RAISED.search(words[max(0, found.start() - 30) : found.start()]):
                yield first_sentences(found.group(), 1)
    for found in STATUS_PHRASE.finditer(words) if "4" in words or "5" in words else ():
        if context.role in MET or words == found.group() or ANSWERED.search(words):
            yield found.group()
    for found in QUOTED.finditer(words):
        near = words[max(0, found.start() - NEARBY) : found.end() + NEARBY]
        quoted = found["words"] or found["single"]
        if (context.role == SYMPTOM or ERROR_NEAR.search(near)) and _is_message(quoted):
            yield quoted


def _is_message(words: str) -> bool:
    if TALLY.search(words):
        return False
    return bool(MESSAGE_LIKE.search(words)) and " " in words.strip() and not CODE_LIKE.search(words)


def _is_error(code: str) -> bool:
    if BARE_TYPE.fullmatch(code):
        return False
    return bool(ERROR_LINE.match(code) or QUALIFIED.match(code) or ENDS_IN_ERROR.search(code)) or (
        ":" in code and bool(TYPED.match(code))
    )


def _draft(text: str, lines: tuple[int, int], context: Context, confidence: str) -> Draft:
    return Draft("signature", MARGIN.sub("", text).strip(" .`"), lines, context.section, context.path, confidence)


def _distinct(found: list[Draft]) -> list[Draft]:
    """One draft for each failure: of two that contain one another the fuller, unless the shorter was stated.

    What fits a template is no failure beside it, but an example of it.
    """
    kept: list[tuple[tuple[str, ...], Draft]] = []
    for draft in found:
        key = _key(draft.text)
        same = next((i for i, (other, _) in enumerate(kept[-MOST_COMPARED:]) if _is_same(key, other)), None)
        if same is None:
            kept.append((key, draft))
            continue
        at = same + max(0, len(kept) - MOST_COMPARED)
        other, earlier = kept[at]
        if len("".join(key)) > len("".join(other)) and earlier.confidence != "stated":
            kept[at] = (key, draft)
    return sorted((draft for _, draft in kept), key=lambda d: d.lines)


def _key(text: str) -> tuple[str, ...]:
    """The words of a message; those of a template in runs, parted where it has holes."""
    runs = (" ".join(WORDS.findall(run.lower())) for run in TEST_NODE.sub("", text).split(HOLE))
    return tuple(run for run in runs if run)


def _is_same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return _holds(" ".join(one), other) or _holds(" ".join(other), one)


def _holds(words: str, runs: tuple[str, ...]) -> bool:
    """Whether the runs follow one another in the words."""
    at = 0
    for run in runs:
        at = words.find(run, at)
        if at < 0:
            return False
        at += len(run)
    return True
