"""Package managers: npm, yarn and pnpm, pip, uv and poetry, apt: what they refused, with their codes."""

import re
from collections.abc import Sequence
from dataclasses import replace

from incidents.reading.failures.chains import as_chain
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

NPM = re.compile(r"^\s*npm (?:ERR!|error)(?P<text>(?: .*)?)$")
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
    r"^(?:ERROR: (?:No matching distribution found|Could not build wheels|ResolutionImpossible)|WARNING: )"
)
LINES = (
    LinePattern(
        "ERROR: ",
        re.compile(
            r"^\s*ERROR: (?P<message>(?:Could not (?:find a version|install packages|build wheels|open requirements)"
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
OUTPUT = re.compile(r"^\s*╰─> (?:\[\d+ lines? of output\]|See above for output\.)")
OUTPUT_END = re.compile(r"^\s*\[end of output\]")
PIP_TAIL = re.compile(r"^\s*(?:note: This (?:error originates|is an issue)|hint: |)$")
NO_SOLUTION = re.compile(r"^\s*× (?P<message>No solution found when resolving .+?):?$")
BRANCH = re.compile(r"^\s*╰─▶ (?P<message>\S.*)$")


def recognise(lines: Sequence[str]) -> list[Failure]:
    """What package managers refused in `lines`; the lines that only point to a log belong to the failure above them."""
    failures, index = [], 0
    while index < len(lines):
        failure = _failure_at(lines, index)
        if failure:
            failures.append(failure)
        index = failure.lines[1] if failure else index + 1
    return failures


def _failure_at(lines: Sequence[str], index: int) -> Failure | None:
    line = lines[index]
    if "npm " in line and NPM.match(line):
        return _npm(lines, index)
    if "subprocess-exited" in line and SUBPROCESS.match(line):
        return _pip_step(lines, index)
    if "No solution found" in line and (found := NO_SOLUTION.match(line)):
        return _uv(lines, index, found["message"])
    error = line_error(line, index + 1, LINES)
    return _pip(lines, index, error) if error else None


def _npm(lines: Sequence[str], index: int) -> Failure | None:
    """One failure for each run of `npm error` lines: the code from its field, the message from the first sentence."""
    end, fields, said = index, {}, []
    while end < len(lines) and (found := NPM.match(lines[end])):
        text = found["text"].strip()
        field = NPM_FIELD.match(text)
        end += 1
        if field:
            fields.setdefault(field["key"], (field["value"], end))
        elif text and not NPM_BOILERPLATE.match(text):
            said.append((text, end))
    if not said:
        said = [(f"{key} {value}".strip(), line) for key, (value, line) in fields.items() if key != "code"]
    if not said:
        return None
    (text, line), *more = said
    code = fields.get("code", ("", 0))[0]
    error = Error("", NPM_ECHO.sub("", text), line, code=code, notes=tuple(note for note, _ in more[:NOTES]))
    return Failure("npm", as_chain(_with_cause(error)), (index + 1, end), "javascript")


def _with_cause(error: Error) -> tuple[Error, ...]:
    """npm's own sentence often ends in the error that Node threw: "Could not read package.json: Error: ENOENT: ..."."""
    header = read_header(error.message, error.line)
    if not header or not header.message:
        return (error,)
    return error, header.closed()


def _pip(lines: Sequence[str], index: int, error: Error) -> Failure:
    """pip says what it looked for and then what it did not find: two links of one failure."""
    errors, end = [error], index + 1
    while end < len(lines) and PIP_NEXT.match(lines[end]) and error.message.startswith(("Could not find", "Failed")):
        following = line_error(lines[end], end + 1, LINES)
        errors += [following] if following else []
        end += 1
    return Failure(FORM, as_chain(errors), (index + 1, end), "python" if "ERROR: " in lines[index] else "")


def _pip_step(lines: Sequence[str], index: int) -> Failure:
    """A build step that pip ran, its exit code, and the last lines of what it printed."""
    end, message, code, output = index + 1, "subprocess-exited-with-error", "", []
    in_output = False
    while end < len(lines):
        text = lines[end]
        step, left = STEP.match(text), EXIT.match(text)
        if step or left:
            message, code = (step["message"] if step else message), (f"exit code {left['code']}" if left else code)
        elif OUTPUT.match(text):
            in_output = "lines of output" in text or "line of output" in text
        elif OUTPUT_END.match(text):
            in_output = False
        elif in_output:
            output += [(text.strip(), end + 1)] if text.strip() else []
        elif not PIP_TAIL.match(text) and not text.strip().startswith("note: This"):
            break
        end += 1
    errors = [Error("", message, index + 2 if end > index + 1 else index + 1, code=code)]
    if output:
        errors.append(_last_said(output))
    return Failure("pip", as_chain(errors), (index + 1, end), "python")


def _last_said(output: Sequence[tuple[str, int]]) -> Error:
    text, line = output[-1]
    header = read_header(text, line)
    cause = header.closed() if header and header.message else Error("", text, line)
    return replace(cause, notes=tuple(note for note, _ in output[-NOTES:-1]))


def _uv(lines: Sequence[str], index: int, message: str) -> Failure:
    branch = BRANCH.match(lines[index + 1]) if index + 1 < len(lines) else None
    end = index + 1
    while branch and end < len(lines) and lines[end].startswith("  ") and lines[end].strip():
        end += 1
    reason = " ".join(line.strip().removeprefix("╰─▶ ") for line in lines[index + 1 : end])
    errors = [Error("", message, index + 1), *([Error("", reason, index + 2)] if reason else [])]
    return Failure("uv", as_chain(errors), (index + 1, end), "python")


RECOGNISER = Recogniser(FORM, CUES, recognise)
