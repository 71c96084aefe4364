"""The failure sections of a pytest report, in every traceback style, whole or as a fragment."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from incidents.reading.failures import generic
from incidents.reading.failures.error_line import is_exception_name, make_error, read_type_line
from incidents.reading.failures.extents import end_of_run, without_blanks
from incidents.reading.failures.python_traceback import LINKS, in_order, is_start, next_start, read_chain
from incidents.reading.failures.recogniser import Recogniser
from incidents.reading.values import Error, Failure, Frame

BAR = re.compile(r"={3,}+ (?P<name>.*?) ?=*+$")
TITLE = re.compile(r"(?:_{3,}+|_) (?P<name>\S.*?) (?:_{3,}|_)$")
ERROR_TITLE = re.compile(r"ERROR (?:at (?P<phase>setup|teardown) of |collecting )(?P<test>.*)")
CAPTURED = re.compile(r"-{3,}+ (?:Captured|generated) .*?-{3,}$")
E_LINE = re.compile(r"E(?:   |$| (?=\S*+(?:Error|Exception|assert)\b))(?P<text>.*)")
FRAME = re.compile(r"(?P<file>(?:[A-Za-z]:)?[^\s:][^:]*+):(?P<line>\d{1,7}):(?: in (?P<function>\S+)| (?P<rest>.*))?$")
WORKER = re.compile(r"\[gw\d{1,4}\] ")
DEFINITION = re.compile(r"[> ] {3,11}(?:async )?def (?P<name>\w+)")
# Titled parts of a report in which nothing failed.
PASSED = frozenset({"PASSES", "XFAILURES", "XPASSES", "warnings summary"})
STRICT = "[XPASS(strict)]"
MISMATCH = "import file mismatch:"
MAX_CAPTURED = 5


@dataclass(frozen=True)
class Section:
    """One titled part of the report: indexes of its first line below the title and of the line after it."""

    test: str
    phase: str
    title: int
    end: int


def recognise(lines: Sequence[str]) -> list[Failure]:
    """One failure for each titled section, each run of `E` lines and each mismatch of files that lost its title."""
    sections = list(_sections(lines))
    titled = [failure for section in sections if (failure := _read_section(lines, section))]
    return [*titled, *_untitled(lines, sections), *_mismatched(lines, sections)]


def read_body(lines: Sequence[str], start: int, end: int) -> tuple[Error, ...]:
    """The errors of a section's body, outermost first, captured ones last. Indexes count from 0; `end` is excluded."""
    body = lines[start:end]
    captured = next((index for index, line in enumerate(body) if CAPTURED.match(line)), len(body))
    errors = (*in_order(list(_links(body[:captured]))), *_captured(body, captured))
    return tuple(replace(error, line=error.line + start) for error in errors)


def _sections(lines: Sequence[str]) -> Iterator[Section]:
    borders = [index for index, line in enumerate(lines) if line[:1] in "=_" and _is_border(line)]
    part = ""
    for index, end in pairwise([*borders, len(lines)]):
        bar = BAR.match(lines[index].rstrip())
        part = bar["name"] if bar else part
        if part in PASSED:
            continue
        title = TITLE.match(lines[index].rstrip())
        if title:
            yield _section(title["name"].strip(), index, end)


def _is_border(line: str) -> bool:
    line = line.rstrip()
    return bool(BAR.match(line) or TITLE.match(line)) and not line.startswith("_ _")


def _section(name: str, index: int, end: int) -> Section:
    error = ERROR_TITLE.match(name)
    if not error:
        return Section(name, "call", index, end)
    return Section(error["test"], error["phase"] or "collection", index, end)


def _read_section(lines: Sequence[str], section: Section) -> Failure | None:
    errors = read_body(lines, section.title + 1, section.end) or _said(lines, section)
    if not errors:
        return None
    span = (section.title + 1, without_blanks(lines, section.title + 1, section.end))
    return Failure("pytest", errors, span, language="python", test=section.test, phase=section.phase)


def _said(lines: Sequence[str], section: Section) -> tuple[Error, ...]:
    """What a section says in plain words, as pytest does of tests that it could not run or collect."""
    filled = [index for index in range(section.title + 1, section.end) if lines[index].strip()]
    plain = list(takewhile(lambda index: not CAPTURED.match(lines[index]), filled))
    plain = [index for index in plain if not WORKER.match(lines[index])]
    if not plain:
        return ()
    notes = tuple(lines[index].strip() for index in plain[1:13])
    return (make_error("", lines[plain[0]].strip(), plain[0] + 1, notes=notes),)


def _links(lines: Sequence[str]) -> Iterator[Error]:
    """The links of a chain in printed order: blocks of `E` lines, native tracebacks, a strict xpass."""
    frames: list[Frame] = []
    function = ""
    index = 0
    while index < len(lines):
        line = lines[index]
        if is_start(line):
            native = read_chain(lines, index)
            yield from native.errors
            index = max(native.end, index + 1)
        elif E_LINE.match(line):
            stop = end_of_run(lines, index, E_LINE.match)
            frames += _footer(lines, stop, function)
            yield from _read_block(lines, index, stop, tuple(frames))
            frames, index = [], stop
        else:
            frames += _frame(line, function)
            function = _defined(line) or function
            yield from _strict(line, index)
            index += 1


def _strict(line: str, index: int) -> Iterator[Error]:
    if line.startswith(STRICT):
        yield make_error("", line.strip(), index + 1)


def _frame(line: str, function: str) -> list[Frame]:
    match = FRAME.match(line)
    if not match or match["rest"]:
        return []
    return [Frame(match["file"], match["function"] or function, int(match["line"]))]


def _footer(lines: Sequence[str], stop: int, function: str) -> list[Frame]:
    """The place where the error was raised stands below the `E` lines of the long style: `a.py:12: KeyError`."""
    below = next((line for line in lines[stop : stop + 2] if line.strip()), "")
    match = FRAME.match(below)
    return [Frame(match["file"], function, int(match["line"]))] if match and match["rest"] else []


def _defined(line: str) -> str:
    match = DEFINITION.match(line)
    return match["name"] if match else ""


def _read_block(lines: Sequence[str], start: int, stop: int, frames: tuple[Frame, ...]) -> Iterator[Error]:
    """One block of `E` lines. A SyntaxError stands at its foot, below the source it complains of."""
    texts = [E_LINE.match(lines[index])["text"] for index in range(start, stop)]
    base = min((len(text) - len(text.lstrip()) for text in texts if text.strip()), default=0)
    texts = [text[base:].rstrip() for text in texts]
    at = _line_of_error(texts)
    if at is None:
        return
    typed = read_type_line(texts[at])
    name, message = typed if typed and _is_type(*typed) else ("", texts[at].strip())
    notes = tuple(text.strip() for text in texts[at + 1 :] if text.strip())
    yield _joined(make_error(name, message, start + at + 1, notes=notes[:12], frames=frames[-64:]))


def _joined(error: Error) -> Error:
    if error.message and "validation error" not in error.message:
        return error
    return replace(error, message=" ".join([error.message, *error.notes[:8]]).strip(), notes=error.notes[8:])


def _is_type(name: str, message: str) -> bool:
    return is_exception_name(name) or bool(message and "." in name)


def _line_of_error(texts: list[str]) -> int | None:
    filled = [index for index, text in enumerate(texts) if text.strip()]
    if not filled or not texts[filled[0]].lstrip().startswith('File "'):
        return filled[0] if filled else None
    return next((index for index in filled if not texts[index].startswith(" ")), None)


def _captured(lines: Sequence[str], start: int) -> tuple[Error, ...]:
    """What the test printed or logged while it failed: the real cause is often there."""
    found: list[Error] = []
    rest = list(lines)
    rest[:start] = [""] * start
    index = next_start(lines, start)
    while index < len(lines):
        chain = read_chain(lines, index)
        found += in_order(chain.errors)
        stop = max(chain.end, index + 1)
        rest[index:stop] = [""] * (stop - index)
        index = next_start(lines, stop)
    logged = [error for failure in generic.recognise_sure(rest) for error in failure.errors]
    return tuple(replace(error, role="captured") for error in [*found, *logged][:MAX_CAPTURED])


def _untitled(lines: Sequence[str], sections: Sequence[Section]) -> Iterator[Failure]:
    """The runs of `E` lines outside of all sections: a fragment of a report, or all of one with --tb=line."""
    end = 0
    for section in [*sections, None]:
        stop = section.title if section else len(lines)
        yield from _runs(lines, end, stop)
        end = section.end if section else stop


def _runs(lines: Sequence[str], start: int, stop: int) -> Iterator[Failure]:
    """From an `E` line to the place line below it, chains included; --tb=line marks first lines only."""
    index = start
    while index < stop:
        if not E_LINE.match(lines[index]):
            index += 1
            continue
        end = _end_of_run(lines, index, stop)
        run = [f"E{line[1:]}" if line.startswith("    ") else line for line in lines[index:end]]
        errors = tuple(replace(error, line=error.line + index) for error in read_body(run, 0, len(run)))
        if errors:
            yield Failure("pytest", errors, (index + 1, end), language="python")
        index = end


def _end_of_run(lines: Sequence[str], start: int, stop: int) -> int:
    for index in range(start, stop):
        line = lines[index]
        place = FRAME.match(line)
        if place and place["rest"]:
            return index + 1
        if not _continues_run(line, lines[index + 1 : index + 2]):
            return index
    return stop


def _continues_run(line: str, below: Sequence[str]) -> bool:
    """An `E` line, its unmarked continuation, the sentence that links two exceptions or the blank line above it."""
    if line.strip():
        return line.startswith(("    ", *LINKS)) or E_LINE.match(line) is not None
    return bool(below) and below[0].startswith(LINKS)


def _mismatched(lines: Sequence[str], sections: Sequence[Section]) -> Iterator[Failure]:
    """Two test files of one name, where pytest's words for it stand outside of a section."""
    for index, line in enumerate(lines):
        if line.strip() == MISMATCH and not any(section.title < index < section.end for section in sections):
            end = end_of_run(lines, index, str.strip)
            errors = _said(lines, Section("", "collection", index - 1, end))
            yield Failure("pytest", errors, (index + 1, end), language="python", phase="collection")


RECOGNISER = Recogniser("pytest", ("E  ", "___ ", "_ ", MISMATCH), recognise)
