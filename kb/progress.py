"""How long work shows where it stands: a bar on a terminal, a plain line now and then when piped."""

import sys
from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.progress import track

LINES = 10


def progress(rows: Iterable, total: int, what: str) -> Iterator:
    """The rows, one by one, while standard error tells how many of `total` are done."""
    console = Console(stderr=True)
    if console.is_terminal:
        yield from track(rows, total=total, description=what, console=console)
        return
    step = max(1, total // LINES)
    for done, row in enumerate(rows, 1):
        yield row
        if done % step == 0 or done == total:
            print(f"{what}: {done} of {total}", file=sys.stderr)
