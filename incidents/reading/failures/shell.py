"""Shells and the programs of every system: command not found, git, ssh, curl, system errors, exit codes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from incidents.reading.failures.claims import read_in_turn
from incidents.reading.failures.extents import end_of_run, without_blanks
from incidents.reading.failures.line_patterns import LinePattern, line_error, line_failures
from incidents.reading.failures.recogniser import Recogniser
from incidents.reading.values import Error, Failure

FORM, LANGUAGE = "shell", "shell"
CUES = (
    "not found",
    "yntax error",
    "unbound variable",
    "fatal: ",
    "rejected",
    "CONFLICT",
    "ermission denied",
    "o such file",
    "o space left",
    "onnection refused",
    "onnection timed out",
    "s a directory",
    "ead-only file system",
    "pathspec",
    "curl: (",
    "exit",
    "Killed",
    "Host key verification",
    "Too many open files",
    "Argument list too long",
    "bad interpreter",
    "Broken pipe",
    "ot a directory",
    "resolve host",
    "resource busy",
    "Text file busy",
    "File exists",
    "Operation not permitted",
    "Cannot allocate memory",
    "Is the server",
)

# The texts of strerror(3), with the names of errno.h.
SYSTEM_ERRORS = {
    "No such file or directory": "ENOENT",
    "Permission denied": "EACCES",
    "No space left on device": "ENOSPC",
    "Is a directory": "EISDIR",
    "Not a directory": "ENOTDIR",
    "Read-only file system": "EROFS",
    "Connection refused": "ECONNREFUSED",
    "Connection timed out": "ETIMEDOUT",
    "Connection reset by peer": "ECONNRESET",
    "Too many open files": "EMFILE",
    "Argument list too long": "E2BIG",
    "Broken pipe": "EPIPE",
    "Text file busy": "ETXTBSY",
    "Device or resource busy": "EBUSY",
    "File exists": "EEXIST",
    "Operation not permitted": "EPERM",
    "Cannot allocate memory": "ENOMEM",
    "Directory not empty": "ENOTEMPTY",
    "Disk quota exceeded": "EDQUOT",
}
SYSTEM_ERROR = re.compile(
    rf"(?:: |^)(?P<message>{'|'.join(map(re.escape, SYSTEM_ERRORS))})(?: \(os error \d+\)| \(\d+\))?\.?$", re.IGNORECASE
)
# "cat: /nofile: ", "sh.sh: line 4: cd: /nodir: ": whoever reports is named first. An exception's name is no program.
REPORTER = re.compile(r"^(?:\[ *\d+\.\d+\] )?(?!\S*(?:Error|Exception)\b)(?P<reporter>[\w./<>*+-]+(?:\[\d+\])?): ")
BY_NAME = {name.lower(): code for name, code in SYSTEM_ERRORS.items()}
# Above 128 a signal ended the program; 126 and 127 are the shell's own. The rest says nothing.
EXIT_CODES = {"126": "not executable", "127": "command not found", "132": "SIGILL", "134": "SIGABRT", "135": "SIGBUS"}
EXIT_CODES |= {"136": "SIGFPE", "137": "SIGKILL", "139": "SIGSEGV", "141": "SIGPIPE", "143": "SIGTERM"}
EXITED = (
    LinePattern(
        "exit",
        re.compile(
            r"(?P<message>(?:[Pp]rocess completed with|[Cc]ommand (?:failed|terminated)(?: with)?|exit(?:ed)?(?: with)?"
            r"|with)[ :]*(?:non-zero )?(?:exit )?(?:code|status)?[ :=]*(?P<code>1[23]\d|14[1-3]))\b"
        ),
    ),
)

LINES = (
    LinePattern("command not found", re.compile(r"(?P<message>command not found: \S+)$"), code="exit code 127"),
    LinePattern(
        "not found",
        re.compile(r"^(?:\S+: )?(?:(?:line )?\d+: )?(?P<message>[\w./+-]+: (?:command )?not found)$"),
        code="exit code 127",
    ),
    LinePattern("bad interpreter", re.compile(r"(?P<message>bad interpreter: .+)$")),
    LinePattern("yntax error", re.compile(r"^\S+: (?:-c: )?(?:line )?\d+: (?P<message>[Ss]yntax error\b.+)$"), type=""),
    LinePattern("unbound variable", re.compile(r"(?<!\w)(?P<message>\w+: unbound variable)$")),
    LinePattern("parameter not set", re.compile(r"(?<!\w)(?P<message>\w+: parameter not set)$")),
    LinePattern("(publickey", re.compile(r"(?P<message>Permission denied \(publickey[^)]*\))\.?")),
    LinePattern("fatal: ", re.compile(r"(?:^|[\s`\"'>])fatal: (?P<message>\S.+)$")),
    LinePattern(
        "error: ", re.compile(r"^error: (?P<message>(?:pathspec|failed to push|Your local changes|src refspec).+)$")
    ),
    LinePattern("rejected]", re.compile(r"(?P<message>! \[(?:remote )?rejected\].+)$")),
    LinePattern("CONFLICT (", re.compile(r"(?P<message>CONFLICT \(.+)$")),
    LinePattern("Host key verification", re.compile(r"(?P<message>Host key verification failed)\.?")),
    LinePattern("curl: (", re.compile(r"curl: \((?P<code>\d+)\) (?P<message>\S.+)$")),
    LinePattern("Could not resolve host", re.compile(r"(?P<message>Could not resolve host(?:name)?:? \S.*)$")),
    LinePattern("ssh: ", re.compile(r"ssh: (?P<message>\S.+?)\.?$")),
)
KILLED = re.compile(r"^(?:\S+: )?(?:line \d+: )?\s*(?:\d+ )?(?P<message>Killed)\b")
GIT_ACCESS = re.compile(r"^fatal: Could not read from remote repository\.")
GIT_HINT = re.compile(
    r"^(?:To add an exception for|\s+git config --global|Please make sure you have|and the repository exists"
    r"|hint: |\s*$)"
)


def recognise(lines: Sequence[str]) -> list[Failure]:
    """What shells and system programs report in `lines`; an exit code only when nothing else is there."""
    return read_in_turn(lines, _failure_at) or list(_exits(lines))


def _failure_at(lines: Sequence[str], index: int) -> Failure | None:
    error = line_error(lines[index], index + 1, LINES) or _killed(lines[index], index + 1)
    if error:
        return _with_git(lines, index, _labelled(error, lines[index]))
    errors = _system_error(lines[index], index + 1)
    return Failure(FORM, errors, (index + 1, index + 1), LANGUAGE) if errors else None


def _labelled(error: Error, line: str) -> Error:
    return replace(error, code=f"curl {error.code}") if "curl: (" in line else error


def _with_git(lines: Sequence[str], index: int, error: Error) -> Failure:
    """ssh says why, git below it only that; git's advice belongs to the failure as well."""
    end = index + 1
    if end < len(lines) and GIT_ACCESS.match(lines[end]):
        end += 1
    if any("fatal: " in line for line in lines[index:end]):
        end = without_blanks(lines, index + 1, end_of_run(lines, end, GIT_HINT.match))
    return Failure(FORM, (error,), (index + 1, end), LANGUAGE)


def _killed(line: str, number: int) -> Error | None:
    found = KILLED.match(line) if "Killed" in line else None
    return Error("", found["message"], number, code="SIGKILL") if found else None


def _system_error(line: str, number: int) -> tuple[Error, ...]:
    """The line without the program that reports it, and as its root the system's own words."""
    found = SYSTEM_ERROR.search(line.rstrip())
    if not found or (not REPORTER.match(line) and found.start() > 0):
        return ()
    code = BY_NAME[found["message"].lower()]
    reporter = REPORTER.match(line)
    message = line[reporter.end() :].strip() if reporter else found["message"]
    if message == found["message"]:
        return (Error("", message, number, code=code),)
    return (Error("", message, number, code=code), Error("", found["message"], number, role="root", code=code))


def _exits(lines: Sequence[str]) -> Iterator[Failure]:
    for failure in line_failures(lines, EXITED, FORM, LANGUAGE):
        (error,) = failure.errors
        meaning = EXIT_CODES.get(error.code)
        if meaning:
            yield replace(failure, errors=(replace(error, code=f"exit code {error.code}", notes=(meaning,)),))


RECOGNISER = Recogniser(FORM, CUES, recognise)
