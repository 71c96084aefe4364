import importlib
import pkgutil

import pytest

from incidents.reading import failures
from incidents.reading.failures.registry import RECOGNISERS

MODULES = [
    importlib.import_module(f"{failures.__name__}.{found.name}") for found in pkgutil.iter_modules(failures.__path__)
]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__.rpartition(".")[2])
def test_every_recogniser_is_asked(module):
    assert not hasattr(module, "RECOGNISER") or module.RECOGNISER in RECOGNISERS


@pytest.mark.parametrize("recogniser", RECOGNISERS, ids=lambda recogniser: recogniser.form)
def test_an_empty_text_and_a_text_without_errors_hold_no_failure(recogniser):
    assert recogniser.recognise([]) == []
    assert recogniser.recognise(["", "Collecting requests", "Successfully installed requests-2.32.3", ""]) == []
