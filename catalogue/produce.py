"""Runs the programs of this folder and writes what they print into the documents: no example is typed from memory.

    python catalogue/produce.py [DOCUMENT…]

Run it with the interpreter of `make verify`, which has the libraries. A document asks for an example with a comment:

    <!-- from asyncio_errors.loop_closed, Python; from "RuntimeError", 3 lines -->

`loop_closed` is a function of `programs/asyncio_errors.py`; `Python` says whose version is told. What is kept begins at
the first line that holds the quoted words, or with the exception below the last traceback; one line unless more are
asked for. The label and the block below the comment are written anew.
"""

import importlib.metadata
import json
import os
import platform
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROGRAMS = HERE / "programs"
SECONDS = 60
ASKED = re.compile(
    r"""^<!--\sfrom\s(?P<file>\w+)\.(?P<function>\w+),\s(?P<tool>[\w -]+?)
        (?:;\sfrom\s"(?P<cue>[^"]+)")?(?:,\s(?P<lines>\d+)\slines)?\s-->\n
        (?:\*\*As\sprinted[^\n]*\n\n(?P<fence>`{3,})\n(?:.*?\n)?(?P=fence)\n)?""",
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
TRACEBACK = "Traceback (most recent call last):"
# How a tool that is no Python package tells its version.
VERSIONS = {
    "bash": ("bash", "-c", "echo $BASH_VERSION"),
    "git": ("git", "--version"),
    "gcc": ("gcc", "-dumpfullversion"),
    "make": ("make", "--version"),
    "Node": ("node", "--version"),
    "npm": ("npm", "--version"),
    "Java": ("javac", "--version"),
    "Maven": ("mvn", "--version"),
    "Rust": ("rustc", "--version"),
    "Cargo": ("cargo", "--version"),
    "PostgreSQL": ("psql", "--version"),
    "SQLite": (sys.executable, "-c", "import sqlite3; print(sqlite3.sqlite_version)"),
}
# Packages of Node, in the folder that NODE_PATH names.
NODE_PACKAGES = {"Jest": "jest", "Vitest": "vitest"}
NUMBER = re.compile(r"\d+(?:\.\d+)+")
RUN = "import sys, runpy; runpy.run_path(sys.argv[1])[sys.argv[2]]()"


class NotProduced(Exception):
    """A program did not print what its document says; the message is one sentence."""


@dataclass(frozen=True)
class Wanted:
    """What a comment asks for."""

    file: str
    function: str
    tool: str
    cue: str
    lines: int


def main(names: list[str]) -> int:
    documents = [Path(name) for name in names] or sorted(HERE.glob("*.md"))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        problems = [problem for found in pool.map(refresh, documents) for problem in found]
    print("\n".join(problems) or f"{len(documents)} documents are as the tools print.")
    return 1 if problems else 0


def refresh(document: Path) -> list[str]:
    """Writes the examples of a document anew; gives what could not be produced."""
    problems = []

    def example(asked: re.Match[str]) -> str:
        try:
            return _as_markdown(asked.group().split("\n", 1)[0], _wanted(asked))
        except NotProduced as problem:
            problems.append(f"{document.name}: {problem}")
            return asked.group()

    text = document.read_text("utf8")
    document.write_text(ASKED.sub(example, text), "utf8")
    return problems


def _wanted(asked: re.Match[str]) -> Wanted:
    return Wanted(asked["file"], asked["function"], asked["tool"], asked["cue"] or "", int(asked["lines"] or 1))


def _as_markdown(comment: str, wanted: Wanted) -> str:
    printed = _excerpt(_printed(wanted), wanted)
    fence = "````" if "```" in printed else "```"
    return f"{comment}\n**As printed by {wanted.tool} {_version(wanted.tool)}:**\n\n{fence}\n{printed}\n{fence}\n"


def _printed(wanted: Wanted) -> str:
    """What the program prints, in an empty folder that is also its home."""
    with tempfile.TemporaryDirectory(prefix="errata-") as folder:
        command = [sys.executable, "-c", RUN, PROGRAMS / f"{wanted.file}.py", wanted.function]
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=_environment(folder),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            output, _ = process.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired as error:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise NotProduced(f"{wanted.file}.{wanted.function} did not end in {SECONDS} seconds.") from error
        text = COLOUR.sub("", output.decode("utf8", "replace"))
        for ours, shown in (
            (os.path.realpath(folder), "/app"),
            (str(PROGRAMS), "/app"),
            (sys.prefix, "/venv"),
            (sys.base_prefix, "/usr"),
        ):
            text = text.replace(ours, shown)
        return text


def _environment(folder: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    path = f"{Path(sys.executable).parent}:{kept['PATH']}"
    return kept | {
        "PATH": path,
        "HOME": folder,
        "RUSTUP_HOME": os.environ.get("RUSTUP_HOME", str(Path.home() / ".rustup")),
        "PYTHONPATH": str(PROGRAMS),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONWARNINGS": "default",
        "COLUMNS": "200",
        "LC_ALL": "C.UTF-8",
        "NODE_PATH": os.environ.get("NODE_PATH", ""),
    }


def _excerpt(output: str, wanted: Wanted) -> str:
    lines = [line.rstrip() for line in output.rstrip().split("\n")]
    at = next(_beginnings(lines, wanted), None)
    if at is None:
        raise NotProduced(f"{wanted.file}.{wanted.function} does not print {wanted.cue or 'a traceback'!r}.")
    return "\n".join(lines[at : at + wanted.lines]).rstrip()


def _beginnings(lines: list[str], wanted: Wanted) -> Iterator[int]:
    """The lines at which the example may begin, the best first."""
    if wanted.cue:
        yield from (i for i, line in enumerate(lines) if wanted.cue in line)
    else:
        last = max((i for i, line in enumerate(lines) if line == TRACEBACK), default=len(lines))
        yield from (i for i in range(last + 1, len(lines)) if lines[i] and lines[i][0] != " ")


def _version(tool: str) -> str:
    if tool == "Python":
        return platform.python_version()
    if tool in NODE_PACKAGES:
        package = Path(os.environ["NODE_PATH"]) / NODE_PACKAGES[tool] / "package.json"
        return json.loads(package.read_text("utf8"))["version"]
    if tool not in VERSIONS:
        return importlib.metadata.version(tool)
    run = subprocess.run(VERSIONS[tool], capture_output=True, text=True, check=True, timeout=60)
    return NUMBER.search(run.stdout).group()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
