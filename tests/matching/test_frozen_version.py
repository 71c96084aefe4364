"""What errata-1 keys is settled: it rests on these modules alone, and each of these errors keeps its keys for ever."""

import ast
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
FROZEN = {
    "kb.matching.keys",
    "kb.matching.values",
    "incidents.reading.masks",
    "incidents.reading.values",
    "incidents.reading.failures.error_line",
}
STANDARD = {"collections", "collections.abc", "dataclasses", "functools", "hashlib", "re"}


def imported_by(module):
    tree = ast.parse((ROOT / f"{module.replace('.', '/')}.py").read_text("utf8"))
    found = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    return found | {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}


def test_the_version_rests_on_a_fixed_list_of_modules():
    assert set().union(*map(imported_by, FROZEN)) <= FROZEN | STANDARD


def test_the_list_names_no_module_in_vain():
    assert set().union(*map(imported_by, FROZEN)) - STANDARD == FROZEN - {"kb.matching.keys"}
