"""Python tracebacks, alone or chained, wherever they stand and however much of their indentation is left."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from incidents.reading.failures.error_line import is_exception_name, make_error, read_type_line, with_wrapped
from incidents.reading.failures.exception_groups import is_group_header, read_group
from incidents.reading.failures.extents import end_of_run, indent_of
from incidents.reading.failures.recogniser import Recogniser
from incidents.reading.values import Error, Failure, Frame

HEADER = "Traceback (most recent call last)"
FRAME = re.compile(r'\s*+File "(?P<file>[^"]*+)", line (?P<line>\d{1,9})(?:, in (?P<function>.*))?')
REPEATED = re.compile(r"\s*+\[Previous line repeated \d++ more times?\]")
MARKS = re.compile(r"\s*+[~^]++[~^\s]*+$")
LINKS = ("The above exception was the direct cause of", "During handling of the above exception")
# What cannot belong to the message of the exception above it.
BORDER = re.compile(
    r"""Call\ stack: | \"{3}$ | ={5} | -{5} | _{5} | ``` | ~~~ | \$(?:\ |$) | >>>\ | [│┌╭╰]
    | \d{4}-\d\d-\d\d[T\ ] | \[\d | (?:DEBUG|INFO|WARNING|ERROR|CRITICAL)\b""",
    re.X,
)
# The messages that go on over lines by their nature: the first line ends in the middle.
OPEN_END = re.compile(
    r"(?:[:,]|validation errors? for \S++)$|^$|\b(?:from|the|an?|to|in|of|by|with|on|before|and|or|is)$"
)
HEAD_FRAMES, TAIL_FRAMES = 24, 40
MAX_LINKS, MAX_NOTES, MAX_WRAPPED = 50, 12, 8
# A traceback of another process is quoted so by concurrent.futures and multiprocessing.
REMOTE_END = '"""'
# Lines of other processes that may have slipped in between the frames and the error.
MAX_FOREIGN = 2
# How many lines lie between an error and the frames of the next link.
LINK_WITHIN = 8


@dataclass(frozen=True)
class Links:
    """What was read of one chain: its errors as printed (oldest first), the line after it, whether frames were cut."""

    errors: tuple[Error, ...]
    end: int
    truncated: bool = False


def recognise(lines: Sequence[str]) -> list[Failure]:
    """Every traceback of the text as one failure with its whole chain."""
    return list(_failures(lines))


def read_chain(lines: Sequence[str], start: int) -> Links:
    """The chain that begins at index `start`, a header or a frame; `end` is the index after its last line."""
    errors: list[Error] = []
    truncated = False
    end = start
    while len(errors) < MAX_LINKS:
        link = _read_link(lines, start)
        end = max(link.end, end)
        errors += link.errors
        truncated |= link.truncated
        following = _next_link(lines, link.end)
        if following is None or not link.errors:
            break
        start = following
    return Links(tuple(errors), end, truncated)


def in_order(printed: Sequence[Error]) -> tuple[Error, ...]:
    """The errors of a chain as a Failure holds them: the last printed first, its causes after it, with their roles."""
    chain = list(reversed([error for error in printed if error.role in ("last", "root", "middle")]))
    if len(chain) > 1:
        middle = [replace(error, role="middle") for error in chain[1:-1]]
        chain = [replace(chain[0], role="last"), *middle, replace(chain[-1], role="root")]
    wrapped = [found for error in chain for found in with_wrapped(error)]
    return (*wrapped, *(error for error in printed if error.role in ("leaf", "captured")))


def next_start(lines: Sequence[str], index: int) -> int:
    """The index from `index` on where a traceback begins; the end when none does."""
    return end_of_run(lines, index, lambda line: not is_start(line))


def is_start(line: str) -> bool:
    """Whether a traceback, or the rest of one whose head is cut off, begins at this line."""
    return HEADER in line or FRAME.match(line) is not None


def _failures(lines: Sequence[str]) -> Iterator[Failure]:
    index = next_start(lines, 0)
    while index < len(lines):
        links = read_chain(lines, index)
        if links.errors:
            span = (index + 1, links.end)
            errors = in_order(links.errors)
            yield Failure("python_traceback", errors, span, language="python", truncated=links.truncated)
        # A traceback that broke off before its error is passed over whole.
        index = next_start(lines, max(links.end, index + 1))


def _read_link(lines: Sequence[str], start: int) -> Links:
    if is_group_header(lines[start]):
        group = read_group(lines, start, read_chain)
        return Links(group.errors, group.end)
    frames, below = _read_frames(lines, start)
    torn = HEADER not in lines[start]
    index = next(
        (at for at in range(below, min(below + 1 + MAX_FOREIGN, len(lines))) if _ends(lines[at], torn=torn)), None
    )
    if index is None:
        return Links((), below)
    name, text = read_type_line(lines[index]) or ("", "")
    message, notes, end = read_message(lines, index, text)
    kept = _within_bounds(frames)
    error = make_error(name, message, index + 1, notes=notes, frames=kept)
    return Links((error,), end, len(kept) < len(frames))


def _ends(line: str, *, torn: bool) -> bool:
    """Whether a line below the frames is the error: any name with a message is, unless the traceback is torn."""
    found = read_type_line(line)
    if found is None or is_exception_name(found[0]):
        return found is not None
    return not torn and (":" in line or found[0][0].isupper() or "." in found[0])


def _read_frames(lines: Sequence[str], start: int) -> tuple[list[Frame], int]:
    frames: list[Frame] = []
    index = start + 1 if HEADER in lines[start] else start
    base = indent_of(lines[start]) if HEADER in lines[start] else max(indent_of(lines[start]) - 2, 0)
    while index < len(lines):
        match = FRAME.match(lines[index])
        if match:
            frames.append(Frame(match["file"], (match["function"] or "").strip(), int(match["line"])))
            index += 1 + _has_source(lines, index)
        elif _belongs_to_frames(lines[index], base):
            index += 1
        else:
            break
    return frames, index


def _has_source(lines: Sequence[str], index: int) -> bool:
    """Whether the line below a frame is its source: it is, unless it is a frame or ends the traceback."""
    if index + 1 >= len(lines):
        return False
    below = lines[index + 1]
    if indent_of(below) > indent_of(lines[index]) and below.strip():
        return True
    found = read_type_line(below)
    return bool(below.strip()) and not FRAME.match(below) and not (found and is_exception_name(found[0]))


def _belongs_to_frames(line: str, base: int) -> bool:
    if REPEATED.match(line) or MARKS.match(line):
        return True
    return indent_of(line) > base + 1 and bool(line.strip())


def read_message(lines: Sequence[str], index: int, first: str) -> tuple[str, tuple[str, ...], int]:
    """The whole message that begins at `index`, its notes below, and the index after both.

    A first line that is open (ends in a colon, or says how many validation errors follow) takes the next lines in.
    """
    below = list(_continuation(lines, index + 1))
    wrapped = 0
    message = first
    silent = not first and not lines[index].rstrip().endswith(":")
    while wrapped < min(len(below), MAX_WRAPPED) and not silent and (OPEN_END.search(message) or _is_open(first)):
        message = f"{message} {below[wrapped].strip()}".strip()
        wrapped += 1
    notes = tuple(line.strip() for line in below[wrapped:] if line.strip())
    return message, notes[:MAX_NOTES], index + 1 + len(below)


def _is_open(first: str) -> bool:
    return "validation error" in first or not first


def _continuation(lines: Sequence[str], start: int) -> Iterator[str]:
    for line in lines[start : start + MAX_NOTES + MAX_WRAPPED]:
        text = line.strip()
        if not text or BORDER.match(text) or is_start(line) or text.startswith(LINKS):
            return
        found = read_type_line(text)
        if found and is_exception_name(found[0]):
            return
        yield line


def _next_link(lines: Sequence[str], index: int) -> int | None:
    """The index where the next link's frames begin, if one of the two sentences stands between."""
    near = lines[index : index + LINK_WITHIN]
    sentence = end_of_run(near, 0, _stands_between)
    if sentence == len(near) or not near[sentence].strip().startswith(LINKS):
        return None
    start = next_start(near, sentence)
    return index + start if start < len(near) else None


def _stands_between(line: str) -> bool:
    return line.strip() in ("", REMOTE_END)


def _within_bounds(frames: list[Frame]) -> tuple[Frame, ...]:
    if len(frames) <= HEAD_FRAMES + TAIL_FRAMES:
        return tuple(frames)
    return (*frames[:HEAD_FRAMES], *frames[-TAIL_FRAMES:])


RECOGNISER = Recogniser("python_traceback", (HEADER, 'File "'), recognise)
