"""Does reading stay linear on documents made to hurt? Each form is read at one, two and four times its size.

"growth" is how many times longer twice as much takes; 2 is linear, over 2.2 is marked. Every document is read in a
process of its own, so that one that is given up stops nothing else; "MB more" is what the largest took of memory.

usage: python benchmarks/hostile_documents.py [FORM…] [--kilobytes 100] [--seconds 60]
"""

import argparse
import multiprocessing
import resource
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from incidents.reading.encodings import NotText
from incidents.reading.read import read_document

SIZES = (1, 2, 4)
LINEAR = 2.2
# Below this, the growth is that of the clock.
LEAST_SECONDS = 0.02
TABLE_HEAD = "| Error | Cause | Fix |\n|---|---|---|\n"


def _repeated(piece: str, *, before: str = "", after: str = "") -> Callable[[int], bytes]:
    """`piece` as often as it takes; `{n}` in it counts."""

    def form(size: int) -> bytes:
        times = max(1, size // len(piece.encode()))
        pieces = (piece.replace("{n}", str(n)) for n in range(times)) if "{n}" in piece else (piece * times,)
        return (before + "".join(pieces) + after).encode()

    return form


def _nested(piece: str, *, deepest: int = 1_000_000) -> Callable[[int], bytes]:
    """Line by line one level deeper, begun anew when the document would grow by its square otherwise."""

    def form(size: int) -> bytes:
        lines, length = [], 0
        while length < size:
            depth = len(lines) % deepest
            lines.append("  " * depth + piece)
            length += len(lines[-1]) + 1
        return "\n".join(lines).encode()

    return form


def _findings(size: int) -> bytes:
    """As many causes as fixes with nearly the same words, under headings that pair none of them."""
    count = size // 140
    causes = "".join(f"- The pool of worker {n} was exhausted by requests that never ended\n" for n in range(count))
    fixes = "".join(f"- Close the pool of worker {n} when requests never end\n" for n in range(count))
    return f"# Incident\n\n## Root causes\n\n{causes}\n## Fixes\n\n{fixes}".encode()


def _yaml(lines: Callable[[int], str]) -> Callable[[int], bytes]:
    return lambda size: f"---\ntitle: x\n{lines(size)}\n---\n\n# Text\n".encode()


def _bomb(size: int) -> str:
    levels = "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12))
    return f"a0: &a0 [lol]\n{levels}\nb: " + "x" * size


FORMS: dict[str, Callable[[int], bytes]] = {
    "one line": _repeated("x"),
    "one line of words": _repeated("fix the error of the cause. "),
    "one paragraph": _repeated("The fix for the error was a fix because it failed.\n"),
    "empty lines": _repeated("\n"),
    "line of spaces": _repeated(" "),
    "lines of spaces": _repeated("   \n"),
    "headings": _repeated("# Fix {n}\n"),
    "headings of all levels": _repeated("# A\n## B\n### C\n#### D\n##### E\n###### F\n"),
    "headings ever deeper": _repeated("## A\n\ntext {n}\n\n### B\n\ntext\n\n"),
    "one title over headings": _repeated("###### Fix {n}\n\nDone.\n\n", before="# A\n## B\n### C\n#### D\n##### E\n"),
    "underlined headings": _repeated("Fix {n}\n---\n\n"),
    "long list": _repeated("- Fixed the pool of worker {n}\n"),
    "list of causes": _repeated("- The pool of worker {n} was exhausted\n", before="## Root causes\n\n"),
    "list of rules": _repeated("- Always close the pool {n}\n", before="## Prevention\n\n"),
    "loose list": _repeated("- Fixed {n}\n\n"),
    "numbered list": _repeated("1. Fixed the pool {n}\n"),
    "numbered lists begun anew": _repeated("1. Fixed it\n\nText {n}.\n\n"),
    "steps begun anew": _repeated("1. Fixed it\n2. Ran it\n3. Failed\n\n**Fix {n}:**\n\n"),
    "numbered lists of other marks": _repeated("1. Fixed it\n1) Fixed it\n"),
    "lists of other marks": _repeated("- a\n+ b\n* c\n"),
    "numbers without text": _repeated("1.\n"),
    "list marks": _repeated("- "),
    "list marks on lines": _repeated("-\n"),
    "lists ever deeper": _nested("- Fixed it"),
    "lists 40 deep": _nested("- Fixed it", deepest=40),
    "quote marks": _repeated(">"),
    "quote marks on lines": _repeated("> > > > > > > > > > text\n"),
    "quotes ever deeper": _repeated("> " * 200 + "text\n"),
    "quotes and lists": _repeated("> - > 1. > text\n"),
    "quotes in lists on one line": _repeated("> - "),
    "lazy quotes": _repeated("> text\ntext\n"),
    "table": _repeated("| Error {n} | Cause | Fix |\n", before=TABLE_HEAD),
    "table of short rows": _repeated("|a|b|\n", before="|a|b|\n|-|-|\n"),
    "table of errors": _repeated("|x|because|fix|\n", before=TABLE_HEAD),
    "tables": _repeated("\n" + TABLE_HEAD + "| E{n}Error: failed | The pool | Closed it |\n"),
    "table of one wide row": _repeated("| a ", before="| a |\n|---|\n"),
    "table bars": _repeated("|", before="| a |\n|---|\n"),
    "wide table": lambda size: f"{'|a' * (size // 5)}|\n{'|-' * (size // 5)}|\n|x|".encode(),
    "table heads": _repeated("|---"),
    "code blocks": _repeated("```\nValueError: failed {n}\n```\n\n"),
    "one code block": _repeated("ValueError: failed {n}\n", before="```\n"),
    "code never closed": _repeated("```\n", before="````\n"),
    "fences of other lengths": _repeated("~~~~\n```\n"),
    "indented code": _repeated("    ValueError: failed {n}\n"),
    "keys in code": _repeated("root_cause: failed {n}\n", before="```yaml\n"),
    "keys": _repeated("root_cause: failed {n}\nfix: done\n", before="## Resolution\n\n"),
    "numbered values of a key": _repeated("  {n}. failed\n", before="## R\n\nroot_cause: x\nfix:\n"),
    "fields": _repeated("**Field {n}:** value\n"),
    "fields in lists": _repeated("- **Fix {n}:** value\n"),
    "labels with lists": _repeated("**Fix {n}:**\n\n- done\n\n"),
    "labels without end": _repeated("**Issues**\n\n"),
    "bold pairs": _repeated("**a** "),
    "bold marks": _repeated("**"),
    "bold marks and colons": _repeated("**a: "),
    "stars and words": _repeated("*a "),
    "underlines": _repeated("_a"),
    "backticks": _repeated("` "),
    "backticks of other lengths": lambda size: " ".join("`" * n for n in range(1, int((2 * size) ** 0.5))).encode(),
    "code spans": _repeated("`ValueError: a` "),
    "brackets": _repeated("["),
    "brackets and words": _repeated("[a"),
    "link beginnings": _repeated("[a]("),
    "links": _repeated("[a](b) "),
    "link definitions": _repeated("[a{n}]: /b\n"),
    "definitions without end": _repeated('[a]: /b "\n'),
    "labels of definitions": _repeated("[\n"),
    "wiki links": _repeated("[["),
    "angle brackets": _repeated("<"),
    "tags": _repeated("<b>"),
    "made-up tags": _repeated("<task>\n"),
    "made-up tags in one another": _repeated("<task>\n\n- Fixed\n\n</task>\n"),
    "comments without end": _repeated("<!-- "),
    "html blocks": _repeated("<div>\ntext\n\n"),
    "declarations": _repeated("<!A\n\n"),
    "errors": _repeated("ValueError: the pool {n} was exhausted\n"),
    "errors in one line": _repeated("ValueError: "),
    "errors in quotes": _repeated('error "not found {n}" '),
    "names with dots": _repeated("a."),
    "names with colons": _repeated("A::"),
    "capitals": _repeated("Aa"),
    "log": _repeated("- 10:00 Fixed it\n- 10:01 Result: failed\n"),
    "causes and fixes": _findings,
    "causes on one line": _repeated("because of that it failed. "),
    "the same finding": _repeated("- The pool of the worker was exhausted\n", before="## Root causes\n\n"),
    "packages": _repeated("vitest {n}.1.0\n"),
    "dates": _repeated("2024-01-01 "),
    "digits": _repeated("1"),
    "emoji": _repeated("✅ "),
    "emoji without spaces": _repeated("✅"),
    "damaged emoji": _repeated("âœ… "),
    "japanese": _repeated("原因は対応。"),
    "nulls": _repeated("text and a null\0, and more of a text around it\n"),
    "no utf-8": lambda size: b"caf\xe9 " * (size // 5),
    "utf-16": lambda size: ("- Fixed the pool\n" * (size // 34)).encode("utf-16"),
    "carriage returns": _repeated("text\r"),
    "front-matter without end": _repeated("key{n}: value\n", before="---\n"),
    "front-matter of rules": _repeated("---\n"),
    "front-matter of many keys": _yaml(lambda size: "\n".join(f"key{n}: value" for n in range(size // 14))),
    "front-matter of one key": _yaml(lambda size: "\n".join(["key: value"] * (size // 11))),
    "front-matter list": _yaml(lambda size: "fixes:\n" + "  - Close the pool of it\n" * (size // 25)),
    "yaml brackets": _yaml(lambda size: "a: " + "[" * size),
    "yaml braces": _yaml(lambda size: "a: " + "{a: " * (size // 4)),
    "yaml bomb": _yaml(_bomb),
    "yaml tags": _yaml(lambda size: "\n".join(f"k{n}: !!python/object:os.system x" for n in range(size // 40))),
    "yaml anchors": _yaml(lambda size: "\n".join(f"k{n}: &a{n} x" for n in range(size // 14))),
    "yaml dashes": _yaml(lambda size: "- " * (size // 2)),
    "yaml string without end": _yaml(lambda size: 'a: "' + "x\n" * (size // 2)),
    "toml": lambda size: ("+++\n" + "a.b = 1\n" * (size // 8) + "+++\n").encode(),
}


@dataclass(frozen=True)
class Reading:
    """What one document took; `note` says why it was not read."""

    seconds: float
    megabytes: float
    note: str = ""


def main() -> int:
    """1 if any form grows by more than LINEAR with each doubling."""
    arguments = _arguments()
    print(f"{'form':32} {'kB':>7} {'1x s':>7} {'2x s':>7} {'4x s':>7} {'growth':>7} {'MB more':>8}")
    rates = [_measure(name, arguments) for name in arguments.forms or FORMS]
    beyond = [rate for rate in rates if rate > LINEAR]
    print(f"{len(rates)} forms, {len(beyond)} that more than {LINEAR} times per doubling; the worst {max(rates):.2f}")
    return min(1, len(beyond))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("forms", nargs="*", metavar="FORM", help=f"all unless named: {', '.join(FORMS)}")
    parser.add_argument("--kilobytes", type=int, default=100, help="the size that is doubled twice")
    parser.add_argument("--seconds", type=int, default=60, help="after which a document is given up")
    return parser.parse_args()


def _measure(name: str, arguments: argparse.Namespace) -> float:
    contents = [FORMS[name](times * arguments.kilobytes * 1000) for times in SIZES]
    readings = [_read_apart(content, arguments.seconds) for content in contents]
    first, _, last = (max(reading.seconds, LEAST_SECONDS) for reading in readings)
    growth = (last / first) ** 0.5 if last < arguments.seconds else float("inf")
    times = " ".join(f"{reading.seconds:7.2f}" for reading in readings)
    mark = " <<<" * (growth > LINEAR) + f" {readings[-1].note}" * bool(readings[-1].note)
    row = f"{name:32} {len(contents[-1]) / 1000:7.0f} {times} {growth:7.2f} {readings[-1].megabytes:8.0f}"
    print(row + mark, flush=True)
    return growth


def _read_apart(content: bytes, seconds: int) -> Reading:
    """In a fork, so that time and memory are this document's own."""
    with multiprocessing.get_context("fork").Pool(1) as pool:
        return pool.apply(_read, (content, seconds))


def _read(content: bytes, seconds: int) -> Reading:
    signal.signal(signal.SIGPROF, _give_up)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = process_time()
    note = ""
    try:
        read_document("docs/hostile.md", content)
    except (NotText, RecursionError, MemoryError, TimeoutError) as error:
        note = f"{type(error).__name__}: {error}"
    signal.setitimer(signal.ITIMER_PROF, 0)
    return Reading(process_time() - start, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1000, note)


def _give_up(*told: object) -> None:
    raise TimeoutError("given up")


if __name__ == "__main__":
    sys.exit(main())
