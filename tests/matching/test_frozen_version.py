"""What errata-1 keys is settled: it rests on these modules alone, and each of these errors keeps its keys for ever."""

import ast
from pathlib import Path

import pytest
from django.conf import settings

from kb.matching.keys import key_hash, read_error
from kb.matching.values import Key
from kb.matching.versions import VERSIONS

ROOT = Path(settings.BASE_DIR)
GOLDEN = Path(__file__).with_name("errata_1.txt")
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


def golden():
    """The errors of errata_1.txt, each with its keys as they stand below it."""
    for block in GOLDEN.read_text("utf8").strip("\n").split("\n\n"):
        line, *listed = block.split("\n")
        yield pytest.param(line, [tuple(key.strip().split(" ", 1)) for key in listed], id=line[:60])


@pytest.mark.parametrize("line, listed", list(golden()))
def test_an_error_keeps_its_keys(line, listed):
    assert [(key.level, key.text) for key in VERSIONS["errata-1"](read_error(line))] == listed


def test_keys_keep_their_hash():
    key = Key("S", "OperationalError: no such table: orders_7")
    assert key_hash(key) == "7286d4e815a634866a44fb15e2fa3ccaa78cbba02a1343722fb0ce4bb6bc71ba"


def test_enough_errors_are_held():
    assert len(list(golden())) >= 60
