"""Databases as their own clients and logs report them: PostgreSQL, MySQL, SQLite, Oracle, SQL Server, by code."""

import re
from collections.abc import Sequence
from dataclasses import replace

from incidents.reading.failures.chains import as_chain
from incidents.reading.failures.claims import read_in_turn
from incidents.reading.failures.error_line import LABELS, find_type
from incidents.reading.failures.extents import end_of_run
from incidents.reading.failures.line_patterns import LinePattern, line_error
from incidents.reading.failures.recogniser import Recogniser
from incidents.reading.values import Error, Failure

FORM, LANGUAGE = "sql", "sql"
CUES = ("ERROR", "FATAL", "PANIC", "ORA-", "SQLSTATE", "Msg ", "Error: ", "psql: ", "error near line", "SQLITE_")

# What PostgreSQL complains of: one space after the severity is every logger's, two are psql's and the server's.
POSTGRES_WORDS = (
    r"(?:relation|column|role|database|schema|function|operator|type|table|index|constraint|extension|sequence) "
    r"|duplicate key|syntax error at|permission denied (?:for|to)|password authentication|deadlock detected|violates "
    r"|could not (?:serialize|write|open|connect|resize|extend|obtain|access|create)|null value in|new row for"
    r"|current transaction is|canceling statement|invalid input (?:syntax|value)|value too long|insert or update on"
    r"|update or delete on|no pg_hba|remaining connection slots|sorry, too many|too many (?:clients|connections)"
    r"|terminating connection|must be owner|cannot (?:drop|execute|insert|truncate|alter)|missing FROM-clause"
)
LINES = (
    LinePattern(
        "psql: error: ", re.compile(r"psql: error: (?P<message>connection to server .+ failed)(?:: (?:FATAL|ERROR):|$)")
    ),
    LinePattern(
        "could not connect to server: ", re.compile(r"(?P<message>could not connect to server): (?:FATAL|ERROR):")
    ),
    LinePattern("psql: ", re.compile(r"psql: (?:error: )?(?P<message>(?!FATAL|ERROR)\S.+)$")),
    LinePattern(
        "(SQLSTATE ",
        re.compile(r"^(?:.{0,200}?\b(?:ERROR|FATAL|PANIC): +)?(?P<message>\S.*) \(SQLSTATE (?P<code>[0-9A-Z]{5})\)"),
    ),
    LinePattern(
        "SQLSTATE[",
        re.compile(r"SQLSTATE\[(?P<code>[0-9A-Z]{5})\](?: \[\d+\])?:? (?:[\w ]+: \d+ )?(?:ERROR:  )?(?P<message>.+)$"),
    ),
    LinePattern(
        ":  ",
        re.compile(
            r"(?:^|(?<=[\s:\]]))(?:ERROR|FATAL|PANIC):  (?:(?P<code>[0-9A-Z]{5}): )?"
            r""
            r"(?P<message>\S.+?)(?: at character \d+)?(?:\s{2}.*)?$"
        ),
    ),
    LinePattern(
        ": ",
        re.compile(
            rf"(?:^|(?<=[\s:\]`\"]))(?:ERROR|FATAL|PANIC): (?P<message>(?:{POSTGRES_WORDS}).*?)(?: at character \d+)?$"
        ),
    ),
    LinePattern(
        "ERROR ",
        re.compile(r"ERROR (?P<code>\d{4} \([0-9A-Z]{5}\))(?: at line \d+)?(?: in file: '[^']*')?: (?P<message>.+)$"),
    ),
    LinePattern("ORA-", re.compile(r"(?P<code>(?:ORA|PLS|TNS|SP2|IMP|EXP|RMAN)-\d{4,5}): (?P<message>.+)$")),
    LinePattern(
        "rror",
        re.compile(
            r"^(?:Error|Parse error|Runtime error)(?::|,)? ?(?:near line \d+:|in prepare,|in step,|: stepping,)?:? ?"
            r"(?P<message>(?:no such (?:table|column|function|index|module)|near \"|UNIQUE constraint|FOREIGN KEY"
            r"|NOT NULL constraint|CHECK constraint|table \S+ (?:already exists|has )|database is locked"
            r"|unrecognized token|incomplete input|attempt to write|disk I/O"
            r"|database disk image|ambiguous column|datatype mismatch).*)$"
        ),
    ),
    LinePattern("SQLITE_", re.compile(r"(?P<code>SQLITE_[A-Z_]+)(?::| \(\d+\):) (?P<message>.+)$")),
)
NOTE = re.compile(r"^\s*(?:DETAIL|HINT|CONTEXT|STATEMENT|LINE \d+|QUERY|LOCATION|WHERE):? |^\s+\^\s*$|^\tIs the server")
SERVER_MESSAGE = re.compile(r"^Msg (?P<code>\d+), Level \d+, State \d+(?:, [\w ]+)?(?:, Line \d+)?")
INNER = re.compile(r"(?: failed|to server): (?:FATAL|ERROR): {1,2}(?P<message>\S.+)$")
CODE_LINE = re.compile(r"^(?:SQL ?[Ss]tate|SQLSTATE): (?P<code>[0-9A-Z]{5})$")
ORACLE = re.compile(r"^ORA-\d{5}: ")
ORACLE_PLACE = re.compile(r"^ORA-06512: ")


def recognise(lines: Sequence[str]) -> list[Failure]:
    """The errors of databases in `lines`; DETAIL, HINT and the like are notes of the error above them."""
    return read_in_turn(lines, _failure_at)


def _failure_at(lines: Sequence[str], index: int) -> Failure | None:
    line = lines[index]
    if line.startswith("Msg ") and (found := SERVER_MESSAGE.match(line)) and index + 1 < len(lines):
        error = Error("", lines[index + 1].strip(), index + 2, code=f"Msg {found['code']}")
        return Failure(FORM, (error,), (index + 1, index + 2), LANGUAGE)
    if ORACLE.match(line):
        return _oracle(lines, index)
    error = line_error(line, index + 1, LINES)
    return _with_notes(lines, index, error) if error and not _is_a_drivers(line) else None


def _is_a_drivers(line: str) -> bool:
    """An exception that quotes the database belongs to the program that raised it."""
    named = find_type(line)
    return named is not None and named["type"] not in LABELS


def _with_notes(lines: Sequence[str], index: int, error: Error) -> Failure:
    end = end_of_run(lines, index + 1, _is_note)
    notes = tuple(line.strip() for line in lines[index + 1 : end])
    states = [state["code"] for note in notes if (state := CODE_LINE.match(note))]
    outer = replace(error, code=_labelled(states[-1] if states else error.code), notes=notes)
    inner = INNER.search(lines[index])
    errors = as_chain((outer, Error("", inner["message"], index + 1))) if inner else (outer,)
    return Failure(FORM, errors, (index + 1, end), LANGUAGE)


def _is_note(line: str) -> bool:
    return bool(NOTE.match(line) or CODE_LINE.match(line.strip()))


def _labelled(code: str) -> str:
    """A bare state is five characters long and could be anything: it is kept with its name."""
    return f"SQLSTATE {code}" if len(code) == 5 else code


def _oracle(lines: Sequence[str], index: int) -> Failure:
    """Oracle prints the outermost error first; ORA-06512 only says where."""
    end = end_of_run(lines, index, ORACLE.match)
    notes = [lines[at].strip() for at in range(index, end) if ORACLE_PLACE.match(lines[at])]
    said = [at for at in range(index, end) if not ORACLE_PLACE.match(lines[at])]
    errors = [error for at in said if (error := line_error(lines[at], at + 1, LINES))]
    if not errors:
        errors = [Error("", notes[0], index + 1, code="ORA-06512")]
    errors[0] = replace(errors[0], notes=tuple(notes))
    return Failure(FORM, as_chain(errors), (index + 1, end), LANGUAGE)


RECOGNISER = Recogniser(FORM, CUES, recognise)
