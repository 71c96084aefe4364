"""C and C++: compilers, linkers, make and CMake, sanitizers and valgrind, and what a crashing program says last."""

import re
from collections.abc import Iterator, Sequence

from incidents.reading.failures.claims import read_in_turn
from incidents.reading.failures.extents import end_of_run, next_match
from incidents.reading.failures.frames import frame_of
from incidents.reading.failures.line_patterns import LinePattern, line_error, line_failures, lone_failure
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
    "missing separator",
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
CMAKE = re.compile(r"^CMake Error(?: at (?P<file>[^:\s]+):(?P<line>\d+) \((?P<function>\w+)\))?:\s*(?P<message>.*)$")
MACOS_SYMBOL = re.compile(r"^\s+\"(?P<message>[^\"]+)\", referenced from:")


def recognise(lines: Sequence[str]) -> list[Failure]:
    """The errors of compilers, linkers and running programs; "make: *** Error 1" only when nothing else is there."""
    return read_in_turn(lines, _failure_at) or list(line_failures(lines, WEAK, FORM, LANGUAGE))


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
    above = index > 0 and bool(ABOVE.match(lines[index - 1]))
    end = end_of_run(lines, index + 1, BELOW.match)
    return Failure(FORM, (error,), (index + 1 - above, end), LANGUAGE)


def _sanitizer(lines: Sequence[str], index: int, found: re.Match[str]) -> Failure:
    below = lines[index + 1 : index + REPORT_LINES]
    report = below[: next_match(below, 0, SANITIZER_END)]
    end = end_of_run(lines, index + 1 + len(report), lambda line: SANITIZER_END.match(line) or SHADOW.match(line))
    message = found["message"]
    error = Error(
        found["type"], ADDRESS.sub("", message), index + 1, notes=(message,), frames=tuple(_first_stack(report))
    )
    return Failure(FORM, (error,), (index + 1, end), LANGUAGE)


def _first_stack(report: Sequence[str]) -> Iterator[Frame]:
    first = next_match(report, 0, SANITIZER_FRAME)
    last = end_of_run(report, first, SANITIZER_FRAME.match)
    return _frames(report[first:last], SANITIZER_FRAME)


def _frames(lines: Sequence[str], pattern: re.Pattern[str]) -> Iterator[Frame]:
    return (frame_of(found) for line in lines if (found := pattern.match(line)))


def _valgrind(lines: Sequence[str], index: int, found: re.Match[str]) -> Failure:
    end = end_of_run(lines, index + 1, VALGRIND_FRAME.match)
    frames = tuple(_frames(lines[index + 1 : end], VALGRIND_FRAME))
    error = Error("valgrind", found["message"], index + 1, frames=frames)
    return Failure(FORM, (error,), (index + 1, end), LANGUAGE)


def _terminate(lines: Sequence[str], index: int, found: re.Match[str]) -> Failure:
    what = WHAT.match(lines[index + 1]) if index + 1 < len(lines) else None
    message, line = (what["message"], index + 2) if what else ("" if found["type"] else found[0], index + 1)
    return Failure(FORM, (Error(found["type"] or "", message, line),), (index + 1, line), LANGUAGE)


def _cmake(lines: Sequence[str], index: int, found: re.Match[str]) -> Failure:
    """CMake says what is wrong behind the colon or, indented, on the lines below."""
    end = end_of_run(lines, index + 1, lambda line: line.startswith("  ") or not line.strip())
    said = [(number, lines[number - 1].strip()) for number in range(index + 2, end + 1) if lines[number - 1].strip()]
    if found["message"] or not said:
        said = [(index + 1, found["message"] or "CMake Error"), *said]
    (number, message), *more = said
    while more and more[0][0] == number + len(said) - len(more) and not message.endswith((".", ":")):
        message = f"{message} {more.pop(0)[1]}"
    frames = (frame_of(found),) if found["file"] else ()
    error = Error("CMake Error", message, number, notes=tuple(text for _, text in more), frames=frames)
    return Failure(FORM, (error,), (index + 1, said[-1][0]), LANGUAGE)


def _missing_symbol(lines: Sequence[str], index: int, found: re.Match[str]) -> Failure:
    symbol = found["message"]
    error = Error("", f"Undefined symbols for architecture: {symbol}", index + 1, notes=(symbol,))
    return lone_failure(error, FORM, LANGUAGE)


BLOCKS = (
    ("Sanitizer: ", SANITIZER, _sanitizer),
    ("==", VALGRIND, _valgrind),
    ("terminate called", TERMINATE, _terminate),
    ("CMake Error", CMAKE, _cmake),
    ("referenced from:", MACOS_SYMBOL, _missing_symbol),
)
RECOGNISER = Recogniser(FORM, CUES, recognise)
