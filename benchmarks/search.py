"""How long a search takes among many documents, beside the same question written by hand and beside modelsearch.

usage: search.py [--sizes 5000 100000] [--questions 200] [--rounds 3] [--patience 300] [--go-on] [DATABASE_URL ...]

Documents are made of the messages that the installed Python code raises, some from one place and words from all over
(`messages.py`); one of a hundred is restricted, and a visitor without an account asks. By hand means: a table of its
own over the same texts, FTS5 or a tsvector with GIN as the manuals of SQLite and PostgreSQL show it, and one statement
that gives the 20 best titles that may be seen, with a snippet. modelsearch means its own database backend over the same
texts. Ours is all that the page of a search shows: hits, counts by kind, the documents, excerpts.

All get the same words in turn, in several rounds, of which each question counts with its median: thread CPU time on
SQLite, wall time on PostgreSQL. modelsearch is asked once, until `--patience` seconds are over; ours is compared with
it by the questions that it answered. It is no part of the site: without it (`pip install modelsearch`, into a venv that
you throw away, beside requirements.txt) it is left out.

Each database named is emptied first, unless with --go-on; without one it is a temporary SQLite file.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ONE = Path(__file__).with_name("search_in_one.py")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("databases", nargs="*", metavar="DATABASE_URL")
    parser.add_argument("--sizes", type=int, nargs="+", default=[5_000, 100_000])
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--patience", type=float, default=300)
    parser.add_argument("--go-on", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="errata-benchmark-") as folder:
        for url in arguments.databases or [f"sqlite:///{folder}/search.sqlite3"]:
            _measure(url, arguments)


def _measure(url: str, arguments: argparse.Namespace) -> None:
    """In a process of its own: Django knows one database."""
    numbers = {name: getattr(arguments, name) for name in ("questions", "rounds", "patience")}
    told = [f"--{name}={number}" for name, number in numbers.items()] + ["--go-on"] * arguments.go_on
    sizes = ["--sizes", *map(str, sorted(arguments.sizes))]
    subprocess.run([sys.executable, ONE, *told, *sizes], env=os.environ | {"BENCHMARK_DATABASE_URL": url}, check=True)


if __name__ == "__main__":
    main()
