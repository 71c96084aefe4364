"""JavaScript and TypeScript: thrown errors with their stacks, compiler lines, and messages pasted alone."""

import re
from collections.abc import Sequence
from dataclasses import replace

from incidents.reading.failures.claims import read_in_turn
from incidents.reading.failures.extents import end_of_run
from incidents.reading.failures.frames import frame_of
from incidents.reading.failures.javascript_stacks import HEADER, PLACE, Thrown, read_header, read_stack
from incidents.reading.failures.line_patterns import LinePattern, line_error, lone_failure
from incidents.reading.failures.recogniser import Recogniser
from incidents.reading.values import Error, Failure

FORM, LANGUAGE = "javascript", "javascript"
CUES = ("Error", "Exception", "TS", "JavaScript heap", "Cannot ", " is not ", "Could not", "Failed to", ": ")
SOURCE_LINES_ABOVE = 6
HEAP_LINES = 40

ONLY_HERE = re.compile(
    r"(?:Range|Eval|URI|Internal|Aggregate|Abort|Axios|ChunkLoad|Rollup|PrismaClient\w+)Error|DOMException"
)
# Words that the engines, Node and React use and Python does not: "x is not a function", "Cannot find module 'x'"
VOCABULARY = re.compile(
    r"""
    Cannot\ (?:read|set)\ propert(?:y|ies)\ | \ is\ not\ a\ (?:function|constructor)\b
    | ^(?!name\ ')\S+\ is\ not\ defined\b | before\ initialization | Assignment\ to\ constant\ variable
    | (?<!object)(?<!')\ is\ not\ iterable
    | Unexpected\ (?:token|identifier|string|number|reserved|end\ of\ (?:JSON\ )?input)
    | Cannot\ use\ import\ statement | Invalid\ or\ unexpected\ token | Cannot\ find\ (?:module|package)\ ['"]
    | Can't\ resolve\ ['"] | require\(\)\ of\ ES\ Module | Maximum\ call\ stack | [Ii]nvalid\ hook\ call
    | digital\ envelope\ routines | circular\ structure\ to\ JSON
    | not\ valid\ as\ a\ React\ child | is\ not\ valid\ JSON
    | Too\ many\ re-renders | Hydration\ failed | Minified\ React\ error | Failed\ to\ fetch | Invalid\ array\ length
    | await\ is\ only\ valid | Reduce\ of\ empty\ array | [Ee]xport\ named\ ['"] | \bE[A-Z]{3,}:\ | \bundefined\b
    | [Rr]equest\ failed\ with\ status\ code | document\ is\ not\ defined | Illegal\ (?:return|invocation)
    """,
    re.VERBOSE,
)
REQUIRE_STACK = "Require stack:"
UNCAUGHT = re.compile(r"\b(?:Uncaught|Unhandled(?:PromiseRejection)?(?:Warning)?)\b")
WEBPACK = re.compile(r"^ERROR in \S+(?: \d+:\d+(?:-\d+(?::\d+)?)?)?$")
CARETS = re.compile(r"^\s*[\^~]+\s*$")
NATIVE_FRAME = re.compile(r"^(?:-{3,} Native stack|\s*\d+: 0x|\s*$)")
# Written without their E: the expression then begins with a plain letter, which is far faster to look for.
SYSTEM_ERROR = (
    "NOENT ACCES ADDRINUSE CONNREFUSED CONNRESET NOSPC MFILE NFILE PERM PIPE EXIST ISDIR NOTDIR NOTEMPTY "
    "TIMEDOUT NOTFOUND AI_AGAIN BUSY HOSTUNREACH XDEV ROFS NOMEM"
).replace(" ", "|")

LINES = (
    LinePattern(
        "TS",
        re.compile(
            r"(?:(?<![^\s()])(?P<file>[^\s()]+)(?:\((?P<line>\d+),\d+\)|:\d+:\d+)(?: -|:) +)?"
            r"(?:(?:ERROR|error) )?(?P<code>TS\d{4,5}): (?P<message>.+)$"
        ),
    ),
    LinePattern("or its corresponding", re.compile(r"(?P<message>Cannot find module .+)$")),
    LinePattern(
        "JavaScript heap", re.compile(r"(?P<type>FATAL ERROR): (?P<message>[^:]*JavaScript heap out of memory)")
    ),
    LinePattern("JavaScript heap", re.compile(r"(?P<message>JavaScript heap out of memory)")),
    LinePattern(": ", re.compile(rf"(?P<message>(?P<code>E(?<![\w.]E)(?:{SYSTEM_ERROR})): \S.*)$")),
    LinePattern("Cannot ", re.compile(r"(?<!\w)(?P<message>Cannot (?:read|set) propert(?:y|ies) .+)$")),
    LinePattern("is not ", re.compile(r"^\s*(?P<message>[\w$.()]+ is not (?:a function|a constructor|iterable))$")),
    LinePattern("Cannot use import", re.compile(r"(?P<message>Cannot use import statement outside a module)")),
    LinePattern("Could not resolve", re.compile(r"\[?(?:ERROR|error)\]?:? (?P<message>Could not resolve ['\"].+)$")),
    LinePattern("Failed to resolve", re.compile(r"(?P<message>Failed to resolve (?:import|entry) .+)$")),
)


def recognise(lines: Sequence[str]) -> list[Failure]:
    """The thrown errors, compiler errors and lone messages in `lines`, in their order."""
    return read_in_turn(lines, _failure_at)


def _failure_at(lines: Sequence[str], index: int) -> Failure | None:
    if WEBPACK.match(lines[index]) and index + 1 < len(lines) and lines[index + 1].strip():
        return _bundled(lines, index)
    thrown = HEADER.search(lines[index]) if "Error" in lines[index] or "Exception" in lines[index] else None
    stack = read_stack(lines, index) if thrown else None
    if stack:
        errors, end = stack
        return _with_source(lines, index, errors, end)
    header = read_header(lines[index], index + 1) if thrown else None
    if header and _is_javascript(header, lines[index], thrown.start() if thrown else 0):
        return _with_source(lines, index, (_lone(lines, header),), index + 1)
    error = line_error(lines[index], index + 1, LINES)
    if error and error.type == "FATAL ERROR":
        return Failure(FORM, (error,), _heap_report(lines, index), LANGUAGE)
    return lone_failure(error, FORM, LANGUAGE) if error else None


def _bundled(lines: Sequence[str], index: int) -> Failure:
    """webpack names the module, then says on the lines below what is wrong with it."""
    end = end_of_run(lines, index + 1, str.strip)
    told = _failure_at(lines[:end], index + 1)
    errors = told.errors if told else (Error("", lines[index + 1].strip(), index + 2),)
    return Failure(FORM, errors, (index + 1, max(end, told.lines[1] if told else end)), LANGUAGE)


def _heap_report(lines: Sequence[str], index: int) -> tuple[int, int]:
    """From "<--- Last few GCs --->" above the line to the last native frame below it."""
    above = range(index, max(-1, index - HEAP_LINES), -1)
    first = next((i for i in above if "Last few GCs" in lines[i]), index)
    return first + 1, end_of_run(lines, index + 1, NATIVE_FRAME.match)


def _is_javascript(header: Thrown, line: str, start: int) -> bool:
    if not header.message:
        return False
    if header.code or ONLY_HERE.fullmatch(header.type) or UNCAUGHT.search(line[:start]):
        return True
    return bool(VOCABULARY.search(header.message))


def _lone(lines: Sequence[str], header: Thrown) -> Error:
    """`header` with the stack of requires that Node prints under it."""
    after = header.line
    if after < len(lines) and lines[after].strip() == REQUIRE_STACK:
        end = end_of_run(lines, after, lambda line: line.strip() == REQUIRE_STACK or line.startswith("- "))
        header.notes += [line.strip() for line in lines[after:end]]
    return header.closed()


def _with_source(lines: Sequence[str], index: int, errors: tuple[Error, ...], end: int) -> Failure:
    """The failure with the source line above the header and the version line below it counted in."""
    first = _source_above(lines, index)
    place = PLACE.match(lines[first]) if first < index else None
    if place and not errors[0].frames:
        errors = (replace(errors[0], frames=(frame_of(place),)), *errors[1:])
    return Failure(FORM, errors, (first + 1, _version_below(lines, end)), LANGUAGE)


def _source_above(lines: Sequence[str], index: int) -> int:
    carets = next((i for i in range(index - 1, max(-1, index - 4), -1) if lines[i].strip()), index)
    if carets == index or not CARETS.match(lines[carets]):
        return index
    for above in range(carets - 1, max(-1, carets - SOURCE_LINES_ABOVE), -1):
        if PLACE.match(lines[above]) and not lines[above][:1].isspace():
            return above
    return index


def _version_below(lines: Sequence[str], end: int) -> int:
    for below in range(end, min(len(lines), end + 2)):
        if lines[below].startswith("Node.js v"):
            return below + 1
        if lines[below].strip():
            return end
    return end


RECOGNISER = Recogniser(FORM, CUES, recognise)
