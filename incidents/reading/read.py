"""One document from bytes to what is known of it: the only entrance to reading."""

from collections.abc import Iterator, Sequence

from incidents.reading.actions import read_actions
from incidents.reading.attempts import find_logs, read_attempts
from incidents.reading.blank_forms import is_blank_form
from incidents.reading.blocks import Markdown, read_markdown
from incidents.reading.drafts import Draft
from incidents.reading.encodings import decode
from incidents.reading.fields import read_fields
from incidents.reading.front_matter import FrontMatter, read_front_matter
from incidents.reading.front_matter_statements import read_front_matter_statements
from incidents.reading.inline import plain, strip_lead
from incidents.reading.kinds import read_kind
from incidents.reading.links import read_links
from incidents.reading.mentions import read_mentions
from incidents.reading.practices import read_practices
from incidents.reading.repeats import without_repeats
from incidents.reading.sections import Node, outline
from incidents.reading.signatures import read_signatures
from incidents.reading.statements import read_statements
from incidents.reading.statuses import is_solved, usual_outcome, usual_status
from incidents.reading.timelines import read_timelines
from incidents.reading.values import FINDING_KINDS, Fault, Finding, ReadDocument

BLANK_FORM = Fault(1, "This is a form that is still to be filled in; no causes or fixes were looked for.")
# More than any report states: of 430 real documents the longest has 771.
MOST_FINDINGS = 5_000
LETTERS = dict(zip(FINDING_KINDS, "scfrp", strict=True))


def read_document(name: str, content: bytes, most_findings: int = MOST_FINDINGS) -> ReadDocument:
    """What the file `name` says; its path is a hint for kind and date. Raises NotText for binary content.

    Findings beyond `most_findings` are left out, which `faults` say, as they say everything else that was not read.
    """
    decoded = decode(content)
    front = read_front_matter(decoded.text)
    markdown = read_markdown(front.body, front.body_line)
    root = outline(markdown.blocks, front.body, front.body_line)
    title = _title(front, root, name)
    kind = read_kind(name, front.fields, title, _headings(root))
    fields = read_fields(name, title, front, root)
    status = fields.status or usual_status(kind, title, front, fields.date)
    blank = is_blank_form(title, fields.values)
    done = kind == "prp" and status == "resolved"
    drafts = [] if blank else _drafts(front, root, usual=usual_outcome(kind, status), done=done)
    if kind == "debug_log" and not fields.status and is_solved(drafts):
        status = "resolved"
    findings, paths = _numbered(drafts[:most_findings])
    return ReadDocument(
        decoded.text,
        decoded.encoding,
        kind,
        title,
        fields.date,
        status,
        fields.severity,
        fields.values,
        findings,
        read_links(findings, paths),
        (
            *decoded.faults,
            *front.faults,
            *fields.faults,
            *_unread(markdown, drafts[most_findings:]),
            *((BLANK_FORM,) if blank else ()),
        ),
        read_mentions(markdown),
        () if blank else read_actions(markdown.blocks, kind)[:most_findings],
    )


def _unread(markdown: Markdown, left_out: Sequence[Draft]) -> Iterator[Fault]:
    message = "The document has too many blocks; from here on it is kept as plain text, and no more is read from it."
    if markdown.rest:
        yield Fault(markdown.rest, message)
    if left_out:
        message = f"The document states too much; from here on, findings were left out ({len(left_out):,})."
        yield Fault(left_out[0].lines[0], message)


def _title(front: FrontMatter, root: Node, name: str) -> str:
    heading = next((n for n in root.walk() if n.kind == "section" and n.level), None)
    if heading and heading.level == 1:
        return plain(strip_lead(heading.raw))
    stated = front.fields.get("title")
    if isinstance(stated, str) and stated.strip():
        return stated.strip()
    return heading.label if heading else name.replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0]


def _headings(root: Node) -> list[str]:
    return [n.label for n in root.walk() if n.kind == "section" and n.level > 1]


def _in_any(lines: tuple[int, int], ranges: Sequence[tuple[int, int]]) -> bool:
    return any(first <= lines[0] and lines[1] <= last for first, last in ranges)


def _drafts(front: FrontMatter, root: Node, *, usual: str, done: bool) -> list[Draft]:
    found = find_logs(root)
    logs = [node.lines for node, _, _ in found]
    statements = [d for d in read_statements(root, usual=usual, done=done) if not _in_any(d.lines, logs)]
    stated = [*read_front_matter_statements(front), *read_attempts(found), *statements, *read_timelines(root)]
    signatures = [d for d in read_signatures(root, front) if not _in_any(d.lines, logs)]
    return without_repeats([*signatures, *stated, *read_practices(stated)])


def _numbered(drafts: Sequence[Draft]) -> tuple[tuple[Finding, ...], dict[str, tuple[int, ...]]]:
    """The drafts as findings with ids in the order of the text ("c1", "f2"), and the path of each id."""
    findings: list[Finding] = []
    paths: dict[str, tuple[int, ...]] = {}
    for kind in FINDING_KINDS:
        for number, d in enumerate(sorted((d for d in drafts if d.kind == kind), key=lambda d: d.lines), start=1):
            id = f"{LETTERS[kind]}{number}"
            paths[id] = d.path
            findings.append(Finding(id, kind, d.text, d.lines, d.section, d.confidence, d.outcome, d.tentative))
    return tuple(findings), paths
