"""Does rendering take twice as long for twice as much, whatever the Markdown? `hostile_rendering.py [NAME...]`

Each form is repeated to SMALL characters, then to twice, four and eight times as many. Growth is the factor for one
doubling, averaged over the three: 2 is linear, 4 quadratic. Ends with 1 if one grows by more than MOST, or takes
longer than SLOWEST for 160 KB.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from incidents.reading.blocks import read_markdown
from incidents.reading.mentions import read_mentions
from incidents.reading.rendering import render

SMALL = 20_000
DOUBLINGS = 3
MOST = 2.2
SLOWEST = 10
TRIES = 3
# As spread over short paragraphs as in one: some bounds hold for a paragraph only.
PIECES = {
    "[a": "[a",
    "[ a_": "[ a_",
    "[ (](": "[ (](",
    "[a](<b": "[a](<b",
    '[a](b "': '[a](b "',
    "[a](b(": "[a](b(",
    "[a][b]": "[a][b]",
    "![[[[": "![[[[",
    "[[": "[[",
    "[[a]]": "[[a]] ",
    "[[a|b": "[[a|b",
    "[[a#b|": "[[a#b|",
    "![a](": "![a](",
    "<<<<": "<<<<",
    "<a@": "<a@",
    "<http://a": "<http://a",
    "www.((((": "www.((((",
    "&": "&",
    "&a": "&a",
    "&amp": "&amp",
    "\\\\": "\\\\",
    "**a ": "**a ",
    "*a **b ": "*a **b ",
    "*a_b ": "*a_b ",
    "*** a": "*** a",
    "a**b": "a**b",
    "~~a ": "~~a ",
    "``a` ": "``a` ",
    "`a": "`a",
    "a  \\n": "a  \n",
    "a\\\\\\n": "a\\\n",
    "- [a](b) ": "- [a](b) `c` **d**\n",
    "[a]: b": "[a]: b\n",
    "# a": "# a\n",
    "> ": "> ",
    "- ": "- ",
    "| a ": "| a\n|--\n| b\n\n",
}
WHOLES: dict[str, Callable[[int], str]] = {
    "brackets in brackets": lambda size: "[" * (size // 2) + "a" + "]" * (size // 2),
    "emphasis in emphasis": lambda size: "*a **b " * (size // 14) + "c" + "** d*" * (size // 14),
    "backtick runs of all lengths": lambda size: "a".join("`" * (1 + n % 400) for n in range(size // 200)),
    "a table of 1,000 columns": lambda size: (
        "|a" * 1000 + "|\n" + "|-" * 1000 + "|\n" + ("|b" * 1000 + "\n") * (size // 2000)
    ),
    "a table with one row": lambda size: "|a" * (size // 4) + "|\n" + "|-" * (size // 4) + "|\n",
    "dense paragraphs": lambda size: "*a [b](c) `d` [[e]] <f@g> &h; \n\n" * (size // 32),
    "a long line of words": lambda size: "word " * (size // 5),
}


def forms() -> dict[str, Callable[[int], str]]:
    """Each form as a function from the number of characters to a text."""
    repeated = {name: lambda size, piece=piece: piece * (size // len(piece)) for name, piece in PIECES.items()}
    parted = {
        f"{name}, in paragraphs": lambda size, piece=piece: (piece * (4000 // len(piece)) + "\n\n") * (size // 4000)
        for name, piece in PIECES.items()
        if "\n" not in piece
    }
    return repeated | parted | WHOLES


def seconds(text: str) -> float:
    """The processor time of reading its mentions and rendering it, the best of some tries."""
    best = float("inf")
    for _ in range(TRIES):
        start = process_time()
        read_mentions(read_markdown(text))
        render(text, places={})
        best = min(best, process_time() - start)
        if best > 1:
            break
    return best


def main() -> int:
    """Prints a line for each form, and how many grow too fast."""
    wanted = {name: form for name, form in forms().items() if not sys.argv[1:] or name in sys.argv[1:]}
    bad = 0
    print(f"{'form':34} {'20 KB':>9} {'160 KB':>9}  growth")
    for name, form in wanted.items():
        first, last = seconds(form(SMALL)), seconds(form(SMALL << DOUBLINGS))
        growth = (last / first) ** (1 / DOUBLINGS)
        too_much = growth > MOST or last > SLOWEST
        bad += too_much
        print(f"{name:34} {first * 1000:6.0f} ms {last * 1000:6.0f} ms  {growth:5.2f}{'  <-' if too_much else ''}")
    print(f"{len(wanted)} forms, {bad} grow by more than {MOST} for twice as much or take over {SLOWEST} s")
    return min(1, bad)


if __name__ == "__main__":
    sys.exit(main())
