"""How a program of this folder becomes a run of pytest or of a shell: it writes files here and turns into the tool."""

import os
import sys
from pathlib import Path


def write(**files):
    """Writes files into the current folder; `test_a__py` is `test_a.py`."""
    for name, text in files.items():
        Path(name.replace("__", ".")).write_text(text)


def module(*words):
    """Turns into `python -m …`."""
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", *words])


def suite(test, *options, plugins=(), **files):
    """Turns into pytest over one file of tests, with no plugins but those named."""
    write(test_it__py=test, **files)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    named = [word for plugin in plugins for word in ("-p", plugin)]
    module("pytest", "-q", "--tb=short", "-p", "no:cacheprovider", *named, *options)


def shell(script):
    """Turns into a shell that ends at the first error."""
    os.execv("/bin/bash", ["bash", "-ec", script])
