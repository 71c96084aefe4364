"""One pytest run in a process of its own: a copy of the suite, an empty home, limits of time and memory."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kb.patterns.folders import LEFTOVERS

MAX_SECONDS = 60
MAX_MEMORY = 4 * 2**30
MAX_OUTPUT = 200_000
# Set in the process itself, before it becomes pytest: what it starts inherits the limit.
LIMITED = (
    "import os, resource, sys;"
    f"resource.setrlimit(resource.RLIMIT_AS, ({MAX_MEMORY}, {MAX_MEMORY}));"
    "resource.setrlimit(resource.RLIMIT_CORE, (0, 0));"
    "os.execv(sys.argv[1], sys.argv[1:])"
)
# Where the interpreter and its packages lie on this machine, up to what is the same on every other.
INSTALLED_AT = re.compile(r"(?<![\w.])(?:\.\./|/)[^\s'\":]*?/(?=lib/python3\.\d+/)")


@dataclass(frozen=True)
class SuiteRun:
    """What pytest answered: its exit code (None if it was stopped), its output without local paths, and how long."""

    code: int | None
    output: str
    seconds: float

    @property
    def passed(self) -> bool:
        return self.code == 0


@contextmanager
def copied(suite: Path):
    """A copy of the suite in a new folder beside an empty home; both are gone when the block ends."""
    with tempfile.TemporaryDirectory(prefix="pattern-", ignore_cleanup_errors=True) as folder:
        (Path(folder) / "home").mkdir()
        (Path(folder) / "tmp").mkdir()
        yield shutil.copytree(suite, Path(folder) / suite.name, ignore=shutil.ignore_patterns(*LEFTOVERS))


def run_pytest(copy: Path, python: Path, arguments: Sequence[str], services: Mapping[str, str]) -> SuiteRun:
    """Runs the copied suite with the interpreter `python`; `services` are added to an otherwise bare environment."""
    command = [sys.executable, "-I", "-S", "-c", LIMITED, str(python), "-m", "pytest", *arguments]
    started = time.monotonic()
    with subprocess.Popen(
        command,
        cwd=copy,
        env=_environment(copy.parent, python) | dict(services),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    ) as process:
        try:
            output, code = process.communicate(timeout=MAX_SECONDS)[0], process.returncode
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            output, code = process.communicate()[0], None
    text = output[-MAX_OUTPUT:].decode("utf-8", "replace")
    return SuiteRun(code, _without_places(text, copy.parent), time.monotonic() - started)


def _environment(folder: Path, python: Path) -> dict[str, str]:
    return {
        "PATH": f"{python.parent}{os.pathsep}/usr/local/bin:/usr/bin:/bin",
        "HOME": str(folder / "home"),
        "TMPDIR": str(folder / "tmp"),
        "LANG": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    }


def _without_places(output: str, folder: Path) -> str:
    """The output as it would be read anywhere: without this machine's temporary and installation folders."""
    return INSTALLED_AT.sub("", output.replace(f"{folder}/", "")).replace(str(folder), ".")
