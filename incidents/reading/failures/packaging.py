"""Package managers: npm, yarn and pnpm, pip, uv and poetry, apt: what they refused, with their codes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from incidents.reading.failures.chains import as_chain
from incidents.reading.failures.claims import read_in_turn
from incidents.reading.failures.extents import end_of_run, take_lines
from incidents.reading.failures.javascript_stacks import read_header
from incidents.reading.failures.line_patterns import LinePattern, line_error
from incidents.reading.failures.recogniser import Recogniser
from incidents.reading.values import Error, Failure

FORM = "packaging"
CUES = (
    "npm ERR!",
    "npm error",
    "ERR_PNPM_",
    "YN0",
    "error An unexpected",
    "error Couldn't find",
    "ERROR: ",
    "subprocess-exited-with-error",
    "externally-managed-environment",
    "No solution found",
    "version solving failed",
    "SolverProblemError",
    "E: ",
    "Failed building wheel",
)
NOTES = 20

NPM_PREFIX = re.compile(r"^\s*npm (?:ERR!|error)(?= |$)")
NPM_FIELD = re.compile(
    r"^(?P<key>code|errno|syscall|path|dest|file|command|cwd|signal|pkgid|argv|node|npm)\b ?(?P<value>.*)$"
)
NPM_BOILERPLATE = re.compile(
    r"^(?:A complete log|This is probably not a problem|Please include the following|There is likely additional"
    r"|For a full report|Fix the upstream|or run this command|Run \"?npm help|If you are behind a proxy)"
)
# The code stands before the text once more: "ERESOLVE unable to", "enoent Could not", "404 Not Found - GET ..."
NPM_ECHO = re.compile(r"^(?:E[A-Z]{3,}|enoent|eresolve|notarget|notsup|network|JSON\.parse|code E\w+) (?=\S)")

PIP_NEXT = re.compile(
    r"^(?:#\d{1,4} )?(?:\d{1,6}\.\d{1,4} )?"
    r"(?:ERROR: (?:No matching distribution found|Could not build wheels|ResolutionImpossible)|WARNING: )"
)
LINES = (
    LinePattern(
        "ERROR: ",
        re.compile(
            r"^\s*(?:#\d{1,4} )?(?:\d{1,6}\.\d{1,4} )?ERROR: "
            r"(?P<message>(?:Could not (?:find a version|install packages|build wheels|open requirements)"
            r"|No matching distribution|Cannot install|Failed building wheel|Failed to build|Invalid requirement"
            r"|Package '.+' requires a different Python|ResolutionImpossible|Directory '.+' is not installable"
            r"|.+ is not a supported wheel on this platform|THESE PACKAGES DO NOT MATCH|HTTP error \d+).*)$"
        ),
    ),
    LinePattern("ERR_PNPM_", re.compile(r"(?P<code>ERR_PNPM_[A-Z0-9_]+):?\s+(?P<message>\S.*)$")),
    LinePattern("YN0", re.compile(r"➤ (?P<code>YN0(?!000)\d{3}): (?:│ )?(?P<message>\S.*)$")),
    LinePattern(
        "error ",
        re.compile(r"^error (?P<message>(?:An unexpected|Couldn't find|Found incompatible|The engine).+)$"),
    ),
    LinePattern("externally-managed-environment", re.compile(r"^error: (?P<message>externally-managed-environment)$")),
    LinePattern("version solving failed", re.compile(r"^\s*(?P<message>Because .+ version solving failed\.?)$")),
    LinePattern(
        "E: ", re.compile(r"^E: (?P<message>(?:Unable to|Could not|Package|Version|Failed to|Sub-process).+)$")
    ),
    LinePattern(
        "Microsoft Visual C++", re.compile(r"(?P<message>Microsoft Visual C\+\+ [\d.]+ or greater is required.*)$")
    ),
)
SUBPROCESS = re.compile(r"^\s*error: subprocess-exited-with-error\s*$")
STEP = re.compile(r"^\s*× (?P<message>.+? did not run successfully\.)")
EXIT = re.compile(r"^\s*│ exit code: (?P<code>-?\d+)")
OUTPUT = re.compile(r"^\s*╰─> (?:(?P<shown>\[\d+ lines? of output\])|See above for output\.)")
OUTPUT_END = re.compile(r"^\s*\[end of output\]")
PIP_TAIL = re.compile(r"^\s*(?:note: This\b.*|hint: )?$")
NO_SOLUTION = re.compile(r"^\s*× (?P<message>No solution found when resolving .+?):?$")
BRANCH = re.compile(r"^\s*╰─▶ (?P<message>\S.*)$")


def recognise(lines: Sequence[str]) -> list[Failure]:
    """What package managers refused in `lines`; the lines that only point to a log belong to the failure above them."""
    return read_in_turn(lines, _failure_at)


def _failure_at(lines: Sequence[str], index: int) -> Failure | None:
    line = lines[index]
    if "npm " in line and NPM_PREFIX.match(line):
        return _npm(lines, index)
    if "subprocess-exited" in line and SUBPROCESS.match(line):
        return _pip_step(lines, index)
    if "No solution found" in line and (found := NO_SOLUTION.match(line)):
        return _uv(lines, index, found["message"])
    error = line_error(line, index + 1, LINES)
    return _pip(lines, index, error) if error else None


def _npm(lines: Sequence[str], index: int) -> Failure | None:
    """One failure for each run of `npm error` lines: the code from its field, the message from the first sentence."""
    if index and NPM_PREFIX.match(lines[index - 1]):
        return None
    end = end_of_run(lines, index, NPM_PREFIX.match)
    fields, said = _npm_fields(lines, index, end), list(_npm_sentences(lines, index, end))
    said = said or [(f"{key} {value}".strip(), line) for key, (value, line) in fields.items() if key != "code"]
    if not said:
        return None
    (text, line), *more = said
    code = fields.get("code", ("", 0))[0]
    error = Error("", NPM_ECHO.sub("", text), line, code=code, notes=tuple(note for note, _ in more[:NOTES]))
    return Failure("npm", as_chain(_with_cause(error)), (index + 1, end), "javascript")


def _npm_fields(lines: Sequence[str], first: int, last: int) -> dict[str, tuple[str, int]]:
    """The value of each field, the first where it is given twice, and the number of its line."""
    fields: dict[str, tuple[str, int]] = {}
    for index in range(first, last):
        if found := NPM_FIELD.match(_npm_text(lines[index])):
            fields.setdefault(found["key"], (found["value"], index + 1))
    return fields


def _npm_sentences(lines: Sequence[str], first: int, last: int) -> Iterator[tuple[str, int]]:
    for index in range(first, last):
        text = _npm_text(lines[index])
        if text and not NPM_FIELD.match(text) and not NPM_BOILERPLATE.match(text):
            yield text, index + 1


def _npm_text(line: str) -> str:
    return NPM_PREFIX.sub("", line).strip()


def _with_cause(error: Error) -> tuple[Error, ...]:
    """npm's own sentence often ends in the error that Node threw: "Could not read package.json: Error: ENOENT: ..."."""
    header = read_header(error.message, error.line)
    if not header or not header.message:
        return (error,)
    return error, header.closed()


def _pip(lines: Sequence[str], index: int, error: Error) -> Failure:
    """pip says what it looked for and then what it did not find: two links of one failure."""
    follows = error.message.startswith(("Could not find", "Failed"))
    end = end_of_run(lines, index + 1, PIP_NEXT.match) if follows else index + 1
    further = (line_error(lines[at], at + 1, LINES) for at in range(index + 1, end))
    errors = [error, *filter(None, further)]
    return Failure(FORM, as_chain(errors), (index + 1, end), "python" if "ERROR: " in lines[index] else "")


@dataclass
class Step:
    """A build step that pip ran, while its lines are still being read: each of `output` with its number."""

    message: str = "subprocess-exited-with-error"
    code: str = ""
    output: list[tuple[str, int]] = field(default_factory=list)
    in_output: bool = False

    def takes(self, line: str, number: int) -> bool:
        """Take in what `line` says of the step; False when the step's report has ended above it."""
        if step := STEP.match(line):
            self.message = step["message"]
            return True
        if left := EXIT.match(line):
            self.code = f"exit code {left['code']}"
            return True
        return self._takes_output(line, number) or bool(PIP_TAIL.match(line))

    def _takes_output(self, line: str, number: int) -> bool:
        begun = OUTPUT.match(line)
        if begun or OUTPUT_END.match(line):
            self.in_output = bool(begun and begun["shown"])
            return True
        if self.in_output and line.strip():
            self.output.append((line.strip(), number))
        return self.in_output


def _pip_step(lines: Sequence[str], index: int) -> Failure:
    """A build step that pip ran, its exit code, and the last lines of what it printed."""
    step = Step()
    end = take_lines(lines, index + 1, step.takes)
    errors = [Error("", step.message, min(index + 2, end), code=step.code)]
    if step.output:
        errors.append(_last_said(step.output))
    return Failure("pip", as_chain(errors), (index + 1, end), "python")


def _last_said(output: Sequence[tuple[str, int]]) -> Error:
    text, line = output[-1]
    header = read_header(text, line)
    cause = header.closed() if header and header.message else Error("", text, line)
    return replace(cause, notes=tuple(note for note, _ in output[-NOTES:-1]))


def _uv(lines: Sequence[str], index: int, message: str) -> Failure:
    branch = index + 1 < len(lines) and BRANCH.match(lines[index + 1])
    end = end_of_run(lines, index + 1, _is_indented) if branch else index + 1
    reason = " ".join(line.strip().removeprefix("╰─▶ ") for line in lines[index + 1 : end])
    errors = [Error("", message, index + 1), *([Error("", reason, index + 2)] if reason else [])]
    return Failure("uv", as_chain(errors), (index + 1, end), "python")


def _is_indented(line: str) -> bool:
    return line.startswith("  ") and bool(line.strip())


RECOGNISER = Recogniser(FORM, CUES, recognise)
