"""The interpreter that runs the suites: what is installed beside it, and where it is by default."""

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

BUILT = settings.BASE_DIR / "data" / "patterns-env" / "bin" / "python"
INSTALLED = """
import importlib.metadata, json, platform
def plugins(package):
    return [entry.name for entry in package.entry_points if entry.group == "pytest11"]
found = [(one.metadata["Name"], one.version, plugins(one)) for one in importlib.metadata.distributions()]
print(json.dumps([("Python", platform.python_version(), []), *found]))
"""


class NoInterpreter(Exception):
    """The interpreter cannot be asked what it has; the message is one sentence."""


@dataclass(frozen=True)
class Environment:
    """By package, its name in `normal` form, the version and the pytest plugins that it brings; Python is one too."""

    python: Path
    versions: Mapping[str, str]
    plugins: Mapping[str, tuple[str, ...]]

    def missing(self, required: Iterable[str]) -> list[str]:
        """The required packages that are not installed."""
        return [name for name in required if normal(name) not in self.versions]

    def plugins_of(self, packages: Iterable[str]) -> list[str]:
        return [plugin for name in packages for plugin in self.plugins.get(normal(name), ())]


def usual_python() -> Path:
    """The environment that `make verify` builds, or this one while it is not built."""
    return BUILT if BUILT.exists() else Path(sys.executable)


def ask(python: Path) -> Environment:
    """What the interpreter `python` has installed. Raises NoInterpreter."""
    command = [str(python), "-c", INSTALLED]
    try:
        run = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    except (OSError, subprocess.SubprocessError) as error:
        raise NoInterpreter(f"{python} is not a Python that runs.") from error
    found = [(normal(name), version, plugins) for name, version, plugins in json.loads(run.stdout)]
    return Environment(
        python,
        versions={name: version for name, version, _ in found},
        plugins={name: tuple(plugins) for name, _, plugins in found if plugins},
    )


def normal(name: str) -> str:
    """A package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()
