"""The plain values that reading gives out, so that importing, learning and showing speak of the same things."""

from dataclasses import dataclass, field

FINDING_KINDS = ("signature", "cause", "fix", "rule", "pattern")
DOCUMENT_KINDS = ("incident", "prp", "sprint", "summary", "debug_log", "solution", "other")
OUTCOMES = ("worked", "failed", "proposed")
STATUSES = ("resolved", "partial", "blocked", "open", "unknown")
SEVERITIES = ("critical", "high", "medium", "low")
CONFIDENCES = ("stated", "inferred", "unsure")
RELATIONS = ("caused_by", "fixed_by", "prevented_by", "applies", "solved_by")


@dataclass(frozen=True)
class Fault:
    """Something wrong in a document that did not stop the reading: the 1-based line and one clear sentence."""

    line: int
    message: str


@dataclass(frozen=True)
class Finding:
    """One statement found in a document. `id` is unique within the document ("s1", "c2", "f3", "r1", "p1").

    `lines` are the first and last physical line of the file, 1-based, front-matter counted;
    `section` is the path of headings above it, outermost first. `outcome` is "" unless it is a fix.
    """

    id: str
    kind: str
    text: str
    lines: tuple[int, int] = field(compare=False)
    section: tuple[str, ...] = field(default=(), compare=False)
    confidence: str = "stated"
    outcome: str = ""
    tentative: bool = False


@dataclass(frozen=True)
class FindingLink:
    """A relation between two findings of one document, by their ids, and why the reader believes it."""

    source: str
    relation: str
    target: str
    reason: str = field(default="", compare=False)


@dataclass(frozen=True)
class Mention:
    """A place in the document's own collection that it leads to: a relative address, or `[[name]]` in its brackets."""

    target: str
    line: int = field(compare=False)


@dataclass(frozen=True)
class Action:
    """One thing that somebody is to do. `owner` is as written, without `@`; `due` is ISO or None.

    `done` says that the document itself calls it done; `lines` and `section` are as a finding's.
    """

    text: str
    lines: tuple[int, int] = field(compare=False)
    owner: str = ""
    due: str | None = None
    done: bool = False
    section: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class ReadDocument:
    """All that was read from one file. `date` is ISO or None; `severity` one of SEVERITIES or None.

    `fields` holds every named value as written ({"severity": "HIGH (Blocked all tests)"});
    `text` is the whole repaired text with its front-matter, lines numbered as in the file.
    """

    text: str
    encoding: str
    kind: str
    title: str
    date: str | None = None
    status: str = "unknown"
    severity: str | None = None
    fields: dict[str, object] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    links: tuple[FindingLink, ...] = ()
    faults: tuple[Fault, ...] = ()
    mentions: tuple[Mention, ...] = ()
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True)
class Frame:
    """One line of a stack: `file` as printed, `function` or "", `line` as printed or 0."""

    file: str
    function: str = ""
    line: int = 0


@dataclass(frozen=True)
class Error:
    """One link of an exception chain, one leaf of a group, or one bare error line of a log.

    `type` is as printed, qualified where it was ("sqlalchemy.exc.NoSuchModuleError"), "" for a message without one.
    `role` is root, middle, last, leaf or captured; `line` is the 1-based line of the paste where the message stands.
    `cut` says that the tool shortened the message, so that it is evidence by prefix only.
    """

    type: str
    message: str
    line: int = field(compare=False)
    role: str = "last"
    code: str = ""
    notes: tuple[str, ...] = ()
    frames: tuple[Frame, ...] = field(default=(), compare=False)
    cut: bool = False


@dataclass(frozen=True)
class Failure:
    """One thing that failed in a pasted text: what reported it, in which test and phase, with which errors.

    `errors` runs from the outermost (the one that was reported) inwards to its causes, leaves and captured ones.
    `form` names the report form ("python_traceback", "pytest", "junit", "jest", "java", "generic" ...);
    `lines` are the first and last 1-based line of the paste; `count` how often the same failure was reported.
    """

    form: str
    errors: tuple[Error, ...]
    lines: tuple[int, int] = field(compare=False)
    language: str = ""
    test: str = ""
    phase: str = ""
    count: int = 1
    tests: tuple[str, ...] = ()
    truncated: bool = False
