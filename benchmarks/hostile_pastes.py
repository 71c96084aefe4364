"""Does any text make reading a paste slow? `hostile_pastes.py [--only NAME] [--all]`

Each mask, the cleaning, each pattern of the redaction and each recogniser reads each hostile string at once, twice and
four times its length (masks at eight times as well). Time may grow by 2.2 for each doubling: what is worse is named
with its growth. Strings are repeated within one line, and line by line. Ends with 1 if anything is worse.
"""

import argparse
import re
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from incidents.reading import cleaning, line_prefixes, redacting
from incidents.reading.failures import generic
from incidents.reading.failures.folding import fold
from incidents.reading.failures.registry import RECOGNISERS
from incidents.reading.masks import LEVELS, MASKS, START, mask

GROWTH = 2.2
# Below this, the growth is that of the clock.
LEAST_SECONDS = 0.0003
TRIES = 5
IN_A_LINE = (1250, 2500, 5000)
IN_A_TEXT = (5000, 10_000, 20_000, 40_000)
IN_LINES = (250, 500, 1000)
# Held against the whole of a value, never looked for in a text.
OF_A_VALUE = ("pattern NO_SECRET",)

# What was slow elsewhere: a mask for addresses took 34 s for 20,000 characters of `a.`, 2 s for 50,000 of `a1`.
REPEATED = (
    "a.", "a1", "a", "1", ".", "-", "_", "/", "\\", ":", "::", "@", "a@", "a@a.", "0x", "1.1", "1:1", "1-", "a-1",
    "'", '"', "`", "'a", '"a ', "((", "[[", "<<", "{{", " ", "\t", "a ", "=", "==", "a=", "://", "a://a:", "/a", "a/a",
    "eyJa", "e1", "Error", "Error: ", "a.b.Error", "AaAa1", "%0A", "&lt;", "\\n", "\x1b[", "#", "*", "|", "~^", "é",
    "😀", "│ ", "<*> ", "\u202e",
)  # fmt: skip
LINES = (
    "", " ", "a:", "a: b", "Type: ", "Error: x", "Error: x {", "x is", "a," , "> a", ">", "(", "`", '"',
    "Traceback (most recent call last):", '  File "a.py", line 1, in f', "During handling of the above exception",
    "  + Exception Group Traceback (most recent call last):", "    | ", "    +---------------- 1 ----------------",
    "E   a", "a.py:1: ", "____ a ____", "==== FAILURES ====", "---- Captured log call ----", "_ _ _ _",
    "FAILED a.py::b[c - d", "======================================================", "ERROR: a (b.C)",
    "::error file=a::b", "● a › b", " FAIL  a.test.js > b", "⎯⎯⎯⎯", "  1) a.spec.ts:1:1 › b", "    Retry #1 ───",
    "not ok 1 - a", "  ---", "  error: |-", "    at a (b.js:1:1)", "  [cause]: Error: a", "  [errors]: [", "}", "] {",
    "a.B: c", "\tat a.b(c.java:1)", "Caused by: a.BException: c", "    Suppressed: a.BException", "\t... 3 more",
    "* What went wrong:", "> a", "[ERROR] a", "a > b FAILED", "panic: a", "goroutine 1 [running]:", "\t/a.go:1",
    "--- FAIL: A (0.00s)", "    a_test.go:1: b", "thread 'a' panicked at b.rs:1:1:", "error[E0382]: a",
    "  --> a.rs:1:1", "   at a.b() in c.cs:line 1", " ---> a.BException: c",
    "  --- End of inner exception stack trace ---",
    "a.rb:1:in `b': c (D)", "\tfrom a.rb:1:in `b'", "PHP Fatal error:  Uncaught A: b", "#0 a(1): b()", "Next A: b",
    "npm ERR! a", "npm ERR! code E1", "ERROR: Could not find a version", "  × a did not run successfully.",
    "  ╰─> [1 lines of output]", "    #0 0x1 in a b.c:1", "==1==ERROR: AddressSanitizer: a", "a.c:1:1: error: b",
    "CMake Error at a:1 (b):", "make: *** [a] Error 1", "failed to solve: a,", "│ Error: a", " > [a 1/1]", "a.b:1",
    "ERROR:  a", "DETAIL:  a", "ORA-00001: a", "ORA-06512: a", "fatal: a", "hint: a", "a: b: No such file or directory",
    "<testsuite><testcase><failure>", "</failure></testcase>", '{"message": "a"}', '{"a', "2026-01-31T10:00:00Z a",
    "-----BEGIN PRIVATE KEY-----", "password=a", "Authorization: a", "Cookie: a", "token: a", "AKIAAAAAAAAAAAAAAAAA",
)  # fmt: skip


@dataclass(frozen=True)
class Slow:
    """A reader that took `growth` times as long for twice of a text."""

    reader: str
    text: str
    growth: float
    milliseconds: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="readers with this in their name")
    parser.add_argument("--all", action="store_true", help="print the worst growth of every reader")
    args = parser.parse_args()
    asked, slow = 0, []
    for name, read, texts in readers():
        if args.only not in name:
            continue
        measured = [Slow(name, told, *growth_of(read, sizes)) for told, sizes in texts]
        asked += len(measured)
        slow += [one for one in measured if one.growth > GROWTH]
        if args.all:
            worst = max(measured, key=lambda one: one.growth)
            print(f"{name:32} {worst.growth:5.2f}  {worst.milliseconds:9.3f} ms  {worst.text}", flush=True)
    print(f"{asked} pairs of reader and text, {len(slow)} grow by more than {GROWTH} for a doubling")
    for one in slow:
        print(f"  {one.reader:30} {one.growth:5.2f}  {one.milliseconds:9.3f} ms  {one.text}")
    sys.exit(bool(slow))


def growth_of(read: Callable[[str], object], texts: tuple[str, ...]) -> tuple[float, float]:
    """The largest growth from one text to the next, and milliseconds for the last; a suspicion is measured longer."""
    growth = last = 0.0
    for attempt in range(TRIES):
        times = [seconds(read, text, LEAST_SECONDS * 3**attempt) for text in texts]
        last = times[-1]
        worst = max(after / before for before, after in pairwise(times))
        growth = min(growth or worst, worst)
        if growth <= GROWTH:
            break
    return (growth if last >= LEAST_SECONDS else 0.0), 1000 * last


def seconds(read: Callable[[str], object], text: str, spend: float) -> float:
    """CPU time of the fastest of some readings: what else the machine does only ever adds to it."""
    fastest, spent = float("inf"), 0.0
    while spent < spend:
        started = time.thread_time()
        read(text)
        taken = time.thread_time() - started
        fastest, spent = min(fastest, taken), spent + taken
    return fastest


def readers() -> Iterator[tuple[str, Callable[[str], object], list[tuple[str, tuple[str, ...]]]]]:
    """Each reader by name, with the texts that it is given."""
    spun = [(repr(unit)[:40], spins(unit, IN_A_TEXT)) for unit in REPEATED]
    listed = [(f"lines of {line[:40]!r}", lists(line)) for line in LINES]
    short = [(repr(unit)[:40], spins(unit, IN_A_LINE)) for unit in (*REPEATED, *LINES) if unit]
    for one in MASKS:
        yield f"mask {one.name}", re.compile(f"(?:{START})(?:{one.pattern})", re.X).findall, spun
    for level in LEVELS:
        yield f"all masks at {level}", lambda text, level=level: mask.__wrapped__(text, level), spun
    yield "cleaning", cleaning.clean, spun + listed
    for name, pattern in patterns():
        yield name, pattern.fullmatch if name in OF_A_VALUE else pattern.findall, spun
    yield "redacting", redacting.redact, spun + listed
    for recogniser in RECOGNISERS:
        read = recogniser.recognise
        yield f"recogniser {recogniser.form}", lambda text, read=read: read(text.split("\n")), short + listed
    yield "generic", lambda text: generic.recognise(text.split("\n")), short + listed
    yield "folding", lambda text: fold(generic.recognise(text.split("\n"))), listed


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    for credential in redacting.SHAPES:
        yield f"shape {credential.name} {credential.cues[0]}", credential.pattern
    for module in (redacting, cleaning):
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern):
                yield f"pattern {name}", value
    for prefix in line_prefixes.PREFIXES:
        yield f"prefix {prefix.name}", prefix.pattern


def spins(unit: str, sizes: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(unit * (size // len(unit)) for size in sizes)


def lists(line: str) -> tuple[str, ...]:
    return tuple("\n".join([line] * count) for count in IN_LINES)


if __name__ == "__main__":
    main()
