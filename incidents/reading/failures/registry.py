"""Which recogniser is asked when: the most telling form first, what nobody claims goes to the generic one."""

from incidents.reading.failures import (
    generic,
    javascript,
    jest,
    node_test,
    playwright,
    pytest_report,
    python_traceback,
)
from incidents.reading.failures.recogniser import Recogniser

RECOGNISERS: tuple[Recogniser, ...] = (
    pytest_report.RECOGNISER,
    python_traceback.RECOGNISER,
    playwright.RECOGNISER,
    jest.RECOGNISER,
    node_test.RECOGNISER,
    javascript.RECOGNISER,
    generic.RECOGNISER,
)
