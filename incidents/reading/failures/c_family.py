"""C and C++: compilers, linkers, make and CMake, sanitizers and valgrind, and what a crashing program says last."""

import re
from collections.abc import Sequence
from dataclasses import replace

from incidents.reading.failures.line_patterns import LinePattern, line_error
from incidents.reading.failures.recogniser import Recogniser
from incidents.reading.values import Error, Failure, Frame

FORM, LANGUAGE = "c_family", "c"
CUES = (
    "error: ",
    "error C",
    "error LNK",
    "undefined reference",
    "Undefined symbols",
    "make",
    "CMake Error",
    "ERROR: ",
    "Sanitizer",
    "runtime error: ",
    "terminate called",
    "Assertion",
    "egmentation fault",
    "shared libraries",
    "collect2",
    "==",
    "core dumped",
    "detected",
    "corrupt",
    "invalid pointer",
    "GLIBC",
)
REPORT_LINES = 200

SOURCE = (
    r"(?<![^\s:()])(?P<file>[^\s:()]+"
    r"\.(?:c|cc|cpp|cxx|c\+\+|h|hh|hpp|hxx|inl|tcc|cu|cuh|m|mm|f90|f|S|s|swift|zig|ino|pyx))"
)
COMPILER = LinePattern(
    "error: ",
    re.compile(
        rf"{SOURCE}:(?P<line>\d+)(?::\d+)?: (?:fatal )?error: (?P<message>.+?)"
        r"(?: \[(?P<code>-[Wf][\w=+-]+)\])?$"
    ),
)
LINES = (
    COMPILER,
    LinePattern(
        "error ",
        re.compile(
            r"(?:(?<![^\s()])(?P<file>[^\s()]+)(?:\((?P<line>\d+)(?:,\d+)?\))? ?: )?(?:fatal )?"
            r"error (?P<code>(?:C|LNK|D|RC)\d{4}): "
            r"(?P<message>.+?)(?: \[[^\[\]]+proj\])?$"
        ),
    ),
    LinePattern("fatal error: ", re.compile(r"^(?:cc1\w*|g?cc|[gc]\+\+|clang\S*): fatal error: (?P<message>.+)$")),
    LinePattern("undefined reference", re.compile(r"(?P<message>undefined reference to .+)$")),
    LinePattern("multiple definition", re.compile(r"(?P<message>multiple definition of [^;]+)")),
    LinePattern("cannot find -l", re.compile(r"(?P<message>cannot find -l[\w+.-]+)")),
    LinePattern("No rule to make target", re.compile(r"(?P<message>No rule to make target .+?)\s*(?:Stop\.)?$")),
    LinePattern("missing separator", re.compile(r"(?P<message>missing separator.*?)\s*(?:Stop\.)?$")),
    LinePattern(
        "runtime error: ",
        re.compile(rf"^{SOURCE}:(?P<line>\d+):\d+: runtime error: (?P<message>.+)$"),
        type="UndefinedBehaviorSanitizer",
    ),
    LinePattern(
        "Assertion",
        re.compile(
            r"(?:(?<![\w./+-])(?P<file>[\w./+-]+):(?P<line>\d+): .{0,400}: )?"
            r"(?P<message>Assertion [`'‘\"].{1,400} failed\.?)"
        ),
    ),
    LinePattern("Assertion failed: ", re.compile(r"(?P<message>Assertion failed: .+)$")),
    LinePattern("error while loading shared", re.compile(r"(?P<message>error while loading shared libraries: .+)$")),
    LinePattern("not found (required by", re.compile(r"(?P<message>version [`'‘].+ not found \(required by .+\))")),
    LinePattern("stack smashing", re.compile(r"(?P<message>stack smashing detected)"), code="SIGABRT"),
    LinePattern("double free", re.compile(r"(?P<message>double free or corruption(?: \([^)]+\))?)"), code="SIGABRT"),
    LinePattern("corrupted", re.compile(r"(?P<message>(?:malloc|free|realloc)\(\): .+)$"), code="SIGABRT"),
    LinePattern("invalid ", re.compile(r"(?P<message>(?:munmap_chunk|free|realloc)\(\): invalid .+)$"), code="SIGABRT"),
    LinePattern(
        "egmentation fault", re.compile(r"(?P<message>[Ss]egmentation fault(?: \(core dumped\))?)"), code="SIGSEGV"
    ),
    LinePattern("Aborted", re.compile(r"(?P<message>Aborted \(core dumped\))"), code="SIGABRT"),
)
# They only say that something above failed; alone they are all there is.
WEAK = (
    LinePattern("*** [", re.compile(r"^(?:g?make\S*|\S+make): (?P<message>\*\*\* \[.+\] Error \d+)")),
    LinePattern("returned", re.compile(r"^(?:collect2: error: )(?P<message>ld returned \d+ exit status)")),
    LinePattern("linker command failed", re.compile(r"(?P<message>linker command failed with exit code \d+)")),
)
BELOW = re.compile(r"^\s+(?:\d+ )?\||^\s*\d+ \||^compilation terminated|^\S+:\d+:\d+: note: |^\s+[\^~]")
ABOVE = re.compile(r"^\S+: (?:In (?:member )?(?:function|constructor|destructor|lambda)|At (?:top level|global scope))")
SANITIZER = re.compile(
    r"^(?:==\d+==\s?ERROR: |==\d+==\s?WARNING: |WARNING: )(?P<type>\w+Sanitizer): (?P<message>\S.*)$"
)
SANITIZER_END = re.compile(r"^(?:==\d+==ABORTING|SUMMARY: \w+Sanitizer)")
SHADOW = re.compile(
    r"^(?:Shadow bytes|\s*(?:=>)?0x[0-9a-f]+:|Shadow byte legend|  \S.*:\s+[0-9a-f ]+$|={10,}|==\d+==ABORTING)"
)
SANITIZER_FRAME = re.compile(
    r"^\s*#\d+ 0x[0-9a-f]+ (?:in )?(?P<function>\S.*?) (?P<file>\S+?)(?::(?P<line>\d+))?(?::\d+)?$"
)
ADDRESS = re.compile(r" on (?:unknown )?address 0x.*$| \(pid=\d+\)$")
VALGRIND = re.compile(
    r"^==\d+== (?P<message>(?:Invalid (?:read|write|free)|Conditional jump|Use of uninit|Process term).*)$"
)
VALGRIND_FRAME = re.compile(r"^==\d+==\s+(?:at|by) 0x[0-9A-F]+: (?P<function>\S+) \((?P<file>[^:)]+):(?P<line>\d+)\)")
TERMINATE = re.compile(
    r"^terminate called (?:after throwing an instance of '(?P<type>[^']+)'|without an active exception)"
)
WHAT = re.compile(r"^\s+what\(\):\s+(?P<message>.*)$")
CMAKE = re.compile(r"^CMake Error(?: at (?P<file>[^:\s]+):(?P<line>\d+) \((?P<command>\w+)\))?:\s*(?P<message>.*)$")
MACOS_SYMBOL = re.compile(r"^\s+\"(?P<message>[^\"]+)\", referenced from:")


def recognise(lines: Sequence[str]) -> list[Failure]:
    """The errors of compilers, linkers and running programs; "make: *** Error 1" only when nothing else is there."""
    failures, index = [], 0
    while index < len(lines):
        failure = _failure_at(lines, index)
        if failure:
            failures.append(failure)
        index = max(index + 1, failure.lines[1] if failure else 0)
    return failures or _weak(lines)


def _weak(lines: Sequence[str]) -> list[Failure]:
    errors = (line_error(line, number, WEAK) for number, line in enumerate(lines, start=1))
    return [Failure(FORM, (error,), (error.line, error.line), LANGUAGE) for error in errors if error]


def _failure_at(lines: Sequence[str], index: int) -> Failure | None:
    line = lines[index]
    for cue, pattern, read in BLOCKS:
        found = pattern.match(line) if cue in line else None
        if found:
            return read(lines, index, found)
    error = line_error(line, index + 1, LINES)
    return _with_source(lines, index, error) if error else None


def _with_source(lines: Sequence[str], index: int, error: Error) -> Failure:
    """The failure with the source lines and notes that the compiler prints around it."""
    first, end = index, index + 1
    while end < len(lines) and BELOW.match(lines[end]):
        end += 1
    if index and ABOVE.match(lines[index - 1]):
        first = index - 1
    return Failure(FORM, (error,), (first + 1, end), LANGUAGE)


def _sanitizer(lines: Sequence[str], index: int, found: re.Match[str]) -> Failure:
    end = index + 1
    while end < min(len(lines), index + REPORT_LINES) and not SANITIZER_END.match(lines[end]):
        end += 1
    frames = _first_stack(lines, index + 1, end)
    while end < len(lines) and (SANITIZER_END.match(lines[end]) or SHADOW.match(lines[end])):
        end += 1
    message = found["message"]
    error = Error(found["type"], ADDRESS.sub("", message), index + 1, notes=(message,), frames=frames)
    return Failure(FORM, (error,), (index + 1, max(index + 1, min(end, len(lines)))), LANGUAGE)


def _first_stack(lines: Sequence[str], first: int, last: int) -> tuple[Frame, ...]:
    frames: list[Frame] = []
    for index in range(first, last):
        found = SANITIZER_FRAME.match(lines[index])
        if found:
            frames.append(Frame(found["file"], found["function"], int(found["line"] or 0)))
        elif frames:
            break
    return tuple(frames)


def _valgrind(lines: Sequence[str], index: int, found: re.Match[str]) -> Failure:
    frames, end = [], index + 1
    while end < len(lines) and (frame := VALGRIND_FRAME.match(lines[end])):
        frames.append(Frame(frame["file"], frame["function"], int(frame["line"])))
        end += 1
    error = Error("valgrind", found["message"], index + 1, frames=tuple(frames))
    return Failure(FORM, (error,), (index + 1, end), LANGUAGE)


def _terminate(lines: Sequence[str], index: int, found: re.Match[str]) -> Failure:
    what = WHAT.match(lines[index + 1]) if index + 1 < len(lines) else None
    message, line = (what["message"], index + 2) if what else ("" if found["type"] else found[0], index + 1)
    return Failure(FORM, (Error(found["type"] or "", message, line),), (index + 1, line), LANGUAGE)


def _cmake(lines: Sequence[str], index: int, found: re.Match[str]) -> Failure:
    end = index + 1
    while end < len(lines) and (lines[end].startswith("  ") or not lines[end].strip()):
        end += 1
    said = [(number, lines[number - 1].strip()) for number in range(index + 2, end + 1) if lines[number - 1].strip()]
    if found["message"] or not said:
        said = [(index + 1, found["message"] or "CMake Error"), *said]
    (number, message), *more = said
    frames = (Frame(found["file"], found["command"], int(found["line"])),) if found["file"] else ()
    error = Error("CMake Error", message, number, notes=tuple(text for _, text in more), frames=frames)
    return Failure(FORM, (error,), (index + 1, said[-1][0]), LANGUAGE)


def _missing_symbol(lines: Sequence[str], index: int, found: re.Match[str]) -> Failure:
    error = Error("", f"Undefined symbols for architecture: {found['message']}", index + 1)
    return Failure(FORM, (replace(error, notes=(found["message"],)),), (index + 1, index + 1), LANGUAGE)


BLOCKS = (
    ("Sanitizer: ", SANITIZER, _sanitizer),
    ("==", VALGRIND, _valgrind),
    ("terminate called", TERMINATE, _terminate),
    ("CMake Error", CMAKE, _cmake),
    ("referenced from:", MACOS_SYMBOL, _missing_symbol),
)
RECOGNISER = Recogniser(FORM, CUES, recognise)
